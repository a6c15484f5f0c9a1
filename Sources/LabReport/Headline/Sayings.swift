// What is said of recurrent networks and Transformers: the table that the lab puts to the test.

import LabResults

/// A row of the table: what is said of the three models, and how what was found is written.
struct Saying: Sendable {
  /// The claims' number.
  let id: String
  let title: String
  /// By model.
  let words: [String: String]
  /// What the numbers are where claims alone tell them.
  let quantity: String
  /// The number of the claims' values, with its unit; nil where a study knows a better one.
  let number: @Sendable ([Double]) -> String?

  private init(
    _ id: String, _ title: String, rnn: String, lstm: String, transformer: String, quantity: String = "",
    number: @escaping @Sendable ([Double]) -> String? = { _ in nil }
  ) {
    (self.id, self.title, self.quantity, self.number) = (id, title, quantity, number)
    words = ["rnn": rnn, "lstm": lstm, "transformer": transformer]
  }

  /// The models that something is said of, in the table's order.
  static let models = ["rnn", "lstm", "transformer"]

  /// Exponents of the length n are fitted to counts; a negative number of bytes for each pair of positions is none.
  static let all = [
    Saying("C1", "vanishing gradient", rnn: "significant", lstm: "not an issue", transformer: "not an issue"),
    Saying(
      "C2", "long-term dependencies", rnn: "bad", lstm: "somewhat better", transformer: "very effective"),
    Saying(
      "C3", "complexity", rnn: "O(n·d²)", lstm: "O(n·d²)", transformer: "O(n²·d)", quantity: "mixer's work grows as",
      number: power),
    Saying(
      "C4", "parallelisation", rnn: "by sequence", lstm: "by sequence", transformer: "parallel",
      quantity: "longest chain grows as", number: power),
    Saying(
      "C5", "memory", rnn: "O(n·d)", lstm: "O(n·d)", transformer: "O(n² + n·d)", quantity: "for a pair of positions"
    ) { bytes in
      bytes.isEmpty ? nil : bytes.map { Numbers.fixed(max(0, $0), 0) }.joined(separator: " or ") + " bytes"
    },
    Saying(
      "C6", "context handling", rnn: "by sequence", lstm: "by sequence", transformer: "parallel",
      quantity: "work at once grows as", number: power),
  ]

  @Sendable private static func power(_ exponents: [Double]) -> String? {
    exponents.first.map { "n^" + Numbers.fixed($0, 2) }
  }
}
