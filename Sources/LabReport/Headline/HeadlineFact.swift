// What a study has to say in a comparison's headline.

/// What a study knows that no claim tells, for a comparison's headline.
package enum HeadlineFact: Sendable {
  /// Numbers with their units for a row of the table, such as "C1", by model, and what they are numbers of: "the gradient halves in".
  /// Of several that studies have for one row, the last counts.
  case row(String, quantity: String, texts: [String: String])
  /// A sentence that is made from numbers, with their intervals.
  case sentence(String)
}
