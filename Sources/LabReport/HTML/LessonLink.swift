// Which lesson explains what a page shows.

/// A lesson, as sections and figures point to it.
package struct LessonLink: Equatable, Sendable {
  package let number: Int
  /// Its folder under `Lessons`.
  package let folder: String
  /// Its title, without the number.
  package let title: String
  /// The ids of sections and of figures that it explains; a figure that is not named is its section's. What ends with a hyphen names all
  /// figures that begin so: one of each model.
  package let explains: [String]

  package static let all: [LessonLink] = [
    LessonLink(number: 1, folder: "01-next-word", title: "Predicting the next word", explains: ["training", "losses"]),
    LessonLink(
      number: 3, folder: "03-rnn", title: "The vanilla RNN", explains: ["picture", "distance", "context", "states-"]),
    LessonLink(number: 4, folder: "04-vanishing", title: "The vanishing gradient", explains: ["flow", "norms"]),
    LessonLink(
      number: 5, folder: "05-lstm", title: "The LSTM and the GRU", explains: ["gradient-flow-settings", "gates-"]),
    LessonLink(number: 6, folder: "06-both-directions", title: "Both directions and the blank", explains: ["blanks"]),
    LessonLink(number: 7, folder: "07-attention", title: "Attention and the Transformer", explains: ["inside"]),
    LessonLink(number: 8, folder: "08-order", title: "Order: who ate whom", explains: ["positions"]),
    LessonLink(
      number: 9, folder: "09-cost", title: "What it costs",
      explains: ["complexity", "parallel", "brent", "generation", "cost"]),
    LessonLink(
      number: 10, folder: "10-fair", title: "A fair comparison", explains: ["claims", "protocol", "verdicts"]),
    LessonLink(
      number: 11, folder: "11-own-model", title: "Your own model", explains: ["copy", "recall", "adding", "parity"]),
    LessonLink(
      number: 12, folder: "12-text", title: "A text of your own",
      explains: ["samples", "training-loss", "training-loss-both-sides"]),
  ]

  /// Where lessons are, as seen from `runs/<name>/report.html`, where reports are by default.
  package static let usualPlace = "../../Lessons"

  /// The lesson that explains a section or a figure, if there is one.
  package static func explaining(_ id: String) -> LessonLink? {
    all.first { lesson in lesson.explains.contains { $0 == id || $0.hasSuffix("-") && id.hasPrefix($0) } }
  }

  /// Stands for the place of the lessons until `placed` knows it.
  private static let placeholder = "lessons:"

  /// A link with some words in it.
  func link(_ words: String) -> String {
    Markup.text("a", ["class": "data", "href": "\(Self.placeholder)\(folder)/README.md"], words)
  }

  /// What stands below a section.
  var sentence: String {
    Markup.tag(
      "p", ["class": "quiet"],
      link("Lesson \(number), \(title)") + Markup.escaped(", explains this: ")
        + Markup.text("code", [:], "./lab lesson \(number)"))
  }

  /// A page whose links lead to the lessons at some place.
  static func placed(_ html: String, at place: String) -> String {
    html.replacing("href=\"\(placeholder)", with: "href=\"\(Markup.escaped(place))/")
  }
}
