// `seqlab seeds`: what a number of seeds can show, before any is run.

import ArgumentParser
import Foundation
import LabReport
import LabResults

/// Tells how many seeds a comparison needs.
struct SeedsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seeds", abstract: "Tells what a number of seeds can show.",
    usage: "seqlab seeds [--spread <x>] [--difference <x>] [<options>]",
    discussion: """
      Two models are run with the same seeds, and the difference of their losses
      differs from seed to seed by its standard deviation, the spread. For a number
      of seeds, the table has what stands behind ± in a 95 % interval of the mean
      difference; the true difference that such an interval tells from zero in 80 %
      of all comparisons; and, where one model wins with every seed, the least
      share of wins that it may have in the long run. With --difference, also how
      often that one is found.

        seqlab seeds
        seqlab seeds --spread 0.02 --difference 0.03
      """)

  @Option(
    help: ArgumentHelp(
      "Spread of the difference over seeds, in nats; without it, all is in spreads.", valueName: "x"))
  var spread: Double?
  @Option(help: ArgumentHelp("A true difference, in the same unit.", valueName: "x")) var difference: Double?
  @Flag(help: "Print one JSON object.") var json = false

  /// The numbers of seeds in the table.
  private static let counts = [2, 3, 4, 5, 6, 8, 10, 15, 20, 30]

  private struct Row: Encodable {
    let seeds: Int
    let halfWidth, foundInFourOfFive, leastShareOfWins: Double
    let found: OrNull<Double>
  }

  private struct Result: Encodable {
    let spread: Double
    let difference: OrNull<Double>
    let needed: OrNull<Int>
    let rows: [Row]
  }

  func run() throws {
    let spread = try Flags.positive(self.spread ?? 1, "spread")
    let difference = try difference.map { x throws(UsageError) in try Flags.positive(x, "difference") }
    let needed = difference.flatMap { Power.seeds(toFind: $0, spread: spread) }
    let rows = Set(Self.counts + [needed].compactMap { $0 }).sorted().map { seeds in
      let power = Power(seeds: seeds, spread: spread)
      let wins = WinShare(losses: Array(repeating: 0, count: seeds), against: Array(repeating: 1, count: seeds))
      return Row(
        seeds: seeds, halfWidth: power.halfWidth, foundInFourOfFive: power.difference(), leastShareOfWins: wins.low,
        found: OrNull(difference.map(power.probability(ofFinding:))))
    }
    if json {
      return try Output.json(
        Result(spread: spread, difference: OrNull(difference), needed: OrNull(needed), rows: rows))
    }
    try Output.table(table(rows))
    guard let difference else { return }
    try Output.result("\n")
    try Output.facts([
      ("needed", "\(needed.map(String.init) ?? "over 1000") seeds, to find \(difference) in 80 % of all comparisons")
    ])
  }

  private func table(_ rows: [Row]) -> Table {
    var columns = [
      Table.Column("seeds"), Table.Column("interval ±", .decimal), Table.Column("found in 80 %", .decimal),
      Table.Column("all won: at least", .right),
    ]
    if difference != nil { columns.append(Table.Column("\(difference ?? 0) found in", .right)) }
    var table = Table(columns: columns)
    for row in rows {
      let cells = [
        "\(row.seeds)", Self.short(row.halfWidth), Self.short(row.foundInFourOfFive),
        Words.share(row.leastShareOfWins),
      ]
      table.addRow((cells + [row.found.value.map(Words.share)].compactMap { $0 }).map { Table.Cell($0) })
    }
    return table
  }

  /// Three digits that count.
  private static func short(_ number: Double) -> String {
    let digits = 2 - Int(log10(number).rounded(.down))
    return Words.number(number, digits: max(0, digits))
  }
}
