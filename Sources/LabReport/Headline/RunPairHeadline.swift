// Two runs side by side in the terminal.

import LabResults

/// What two comparisons came to, beside each other.
public struct RunPairHeadline {
  private let contrast: RunContrast
  private let pair: RunPair
  private let first, second: RunPairReport.Named

  /// That of two comparisons and what they are called.
  public init(_ first: RunPairReport.Named, _ second: RunPairReport.Named) {
    (self.first, self.second) = (first, second)
    (contrast, pair) = (RunContrast(first, second), RunPair(first, second))
  }

  /// The losses with their differences, and in what the runs differ.
  /// - Parameters:
  ///   - width: The columns of the terminal.
  ///   - style: The colours.
  ///   - closing: One sentence more, such as which file to open.
  public func text(width: Int = 80, style: Style = .plain, closing: String? = nil) -> String {
    let list = contrast.differences.map { "\($0.what) (\($0.first) and \($0.second))" }
    let paragraphs = [
      "1: \(contrast.first), in \(first.name)", "2: \(contrast.second), in \(second.name)",
      list.isEmpty ? "The settings are the same." : "They differ in \(list.joined(separator: ", ")).",
      pair.arePaired
        ? nil : "Seeds or data are not the same, so that a difference has no interval of its own.",
      closing,
    ]
    let lines = paragraphs.compactMap { $0 }.flatMap { TextWidth.wrapped($0, to: width, indent: 2) }
    return table.text(width: width, style: style) + "\n" + lines.map { $0 + "\n" }.joined()
  }

  private var table: Table {
    var table = Table(
      title:
        "Test loss in nats: 1 is \(TextWidth.cut(contrast.first, to: 24)), 2 is \(TextWidth.cut(contrast.second, to: 24))",
      columns: [.init("model"), .init("predicts"), .init("1", .right), .init("2", .right), .init("2 − 1", .right)])
    for id in pair.legend.ids {
      let (a, b) = (first.results.models.first { $0.id == id }, second.results.models.first { $0.id == id })
      let isNext = a?.nextToken != nil || b?.nextToken != nil
      let (one, other) = isNext ? (a?.nextToken, b?.nextToken) : (a?.fillBlank, b?.fillBlank)
      table.addRow([
        .init(pair.legend.columnName(of: id), .accent), .init(isNext ? "the next token" : "blanks", .dim),
        .init(one.map(Cells.withInterval) ?? Numbers.none), .init(other.map(Cells.withInterval) ?? Numbers.none),
        .init(pair.difference(one, other)),
      ])
    }
    return table
  }
}
