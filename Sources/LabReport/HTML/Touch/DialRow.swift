// A row of numbers that follow a dial.

/// What a dial sets, by model.
package struct DialRow: Sendable {
  package let dial: Dial
  /// What the numbers are, at each place of the dial: "right, 5–8 tokens back".
  package let titles: [String]
  /// By model: the number at each place.
  package let texts: [String: [String]]

  package init(_ dial: Dial, titles: [String], texts: [String: [String]]) {
    (self.dial, self.titles, self.texts) = (dial, titles, texts)
  }
}
