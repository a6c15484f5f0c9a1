// The lessons, in their order.

/// The list of lessons. A new one is a folder, a line in Package.swift, and a line here.
public enum LessonList {
  public static let all: [Lesson] = [
    .nextWord,
    .slopes,
    .rnn,
    .vanishing,
    .lstm,
    .bothDirections,
    .attention,
    .order,
    .cost,
    .fair,
    .ownModel,
    .ownText,
  ]

  /// The exercise of an id like "1a".
  static func exercise(_ id: String) -> (lesson: Lesson, exercise: Exercise)? {
    for lesson in all {
      if let exercise = lesson.exercises.first(where: { $0.id == id }) { return (lesson, exercise) }
    }
    return nil
  }
}
