// The best that can be done on a probe with a short memory: a table from the last tokens to what was right after them.

/// Answers from the last few tokens up to the question, by counting what was right after the same ones in many examples.
///
/// Of the endings of what it sees, it goes by the longest that it has met often enough. Where its window ends before what the
/// answer depends on, it can only guess, and must score as chance does; a model that does better has a longer memory.
/// - Complexity: fitting and answering take O(examples · asked positions · window).
public struct ShortWindow {
  /// How many tokens it sees, the question included.
  public let window: Int
  private let task: any ProbeTask
  /// How often each answer was right, by the hash of an ending.
  private var counts: [UInt64: [Int32]] = [:]
  /// With fewer examples of an ending, chance would pass for a rule.
  private let enough: Int32 = 100

  /// - Parameter window: If nil, the question and the task's distance: the longest that cannot do better than chance.
  public init(_ task: any ProbeTask, window: Int? = nil, fittedOn examples: [ProbeExample]) {
    self.task = task
    self.window = window ?? task.distance + 1
    var questions = examples.indices.flatMap { example in
      task.asked.map { Question(example: example, position: $0, ending: Self.start(at: $0)) }
    }
    // Longer endings one token at a time, of those that are common enough so far: none of the others can become so.
    for length in 0...self.window {
      var found: [UInt64: [Int32]] = [:]
      for question in questions {
        let right = Int(examples[question.example].targets[question.position] - task.answers.lowerBound)
        found[question.ending, default: Array(repeating: 0, count: task.answers.count)][right] += 1
      }
      found = found.filter { $0.value.reduce(0, +) >= enough }
      counts.merge(found) { first, _ in first }
      questions = questions.filter { found[$0.ending] != nil && $0.position >= length }
      for index in questions.indices {
        let question = questions[index]
        let token = examples[question.example].tokens[question.position - length]
        questions[index].ending = Self.longer(question.ending, by: token)
      }
    }
  }

  /// An asked position of an example, and the hash of the ending that is looked at.
  private struct Question {
    let example, position: Int
    var ending: UInt64
  }

  /// The weights of the possible answers at each asked position.
  public func answer(_ example: ProbeExample) -> [[Double]] {
    task.asked.map { position in
      var ending = Self.start(at: position)
      var best = counts[ending] ?? Array(repeating: 1, count: task.answers.count)
      for token in example.tokens[max(0, position + 1 - window)...position].reversed() {
        ending = Self.longer(ending, by: token)
        guard let found = counts[ending] else { break }
        best = found
      }
      let total = Double(best.reduce(0, +))
      return best.map { Double($0) / total }
    }
  }

  /// Its score on fresh examples.
  public func score(_ examples: [ProbeExample]) -> Double { task.score(examples, by: answer) }

  /// The hash of a position and no tokens: FNV-1a. Two of some thousand endings hardly ever share one.
  private static func start(at position: Int) -> UInt64 { longer(0xCBF2_9CE4_8422_2325, by: Int32(position)) }

  /// The hash of an ending that begins one token earlier.
  private static func longer(_ ending: UInt64, by token: Int32) -> UInt64 {
    (ending ^ UInt64(UInt32(bitPattern: token))) &* 0x0000_0100_0000_01B3
  }
}
