// What `seqlab corpus` prints of a corpus.

import Corpora
import Foundation
import LabKit
import LabReport

/// What `corpus show` prints.
enum CorpusFacts {
  /// Names and values.
  static func lines(_ summary: CorpusSummary) -> [(name: String, value: String)] {
    func part(_ tokens: Int, _ stories: Int) -> String {
      "\(Words.count(tokens)) tokens" + (stories > 0 ? ", \(Words.count(stories)) stories" : "")
    }
    var lines = [
      ("corpus", summary.name), ("sha256", summary.sha256),
    ]
    if let different = summary.differentWords, let training = summary.unknownTraining,
      let heldOut = summary.unknownHeldOut
    {
      lines.append(("words", "\(Words.count(different)) different ones in the training part"))
      lines.append(
        ("unknown", "\(Words.share(training)) of the training part, \(Words.share(heldOut)) of the held-out part"))
    }
    lines += [
      ("vocabulary", "\(Words.count(summary.vocabularySize)) tokens, tokenizer '\(summary.tokenizer.rawValue)'"),
      ("training", part(summary.trainTokens, summary.trainStories)),
      ("validation", part(summary.validationTokens, summary.validationStories)),
      ("test", part(summary.testTokens, summary.testStories)),
    ]
    if let rules = summary.rules, let alternatives = summary.alternatives {
      lines.append(("rules", "\(rules), with \(Words.count(alternatives)) alternatives"))
    }
    if let shortest = summary.shortestStory, let longest = summary.longestStory, let mean = summary.meanStory {
      lines.append(("stories", "\(shortest) to \(longest) tokens, \(Words.number(mean, digits: 1)) on average"))
    }
    if let floor = summary.nextTokenFloor {
      let error = floor.standardError.map { " (± " + Words.number($0, digits: 4) + ")" } ?? ""
      lines.append(("floor", "\(Words.nats(floor.mean)) a token\(error): no model's expected loss is lower"))
    }
    return lines
  }

  /// The kinds of dependency.
  static func kinds(_ summary: CorpusSummary) -> Table {
    var table = Table(columns: [
      Table.Column("dependency"), Table.Column("settled"), Table.Column("tokens", .right),
      Table.Column("share", .right), Table.Column("median", .right), Table.Column("longest", .right),
      Table.Column("distances"), Table.Column("chance", .decimal), Table.Column("ceiling", .decimal),
    ])
    for kind in summary.kinds {
      table.addRow([
        Table.Cell(kind.name, .accent), Table.Cell(kind.looksAhead ? "after" : "before"),
        Table.Cell(Words.count(kind.count)), Table.Cell(Words.share(kind.share)), Table.Cell("\(kind.median)"),
        Table.Cell("\(kind.longest)"), Table.Cell(TextPlot.sparkline(kind.byDistance.map { Double($0.count) })),
        Table.Cell(right(kind.chance)), Table.Cell(right(kind.ceiling)),
      ])
    }
    return table
  }

  /// What who has forgotten the answer gets right, by kind and by distance; nil, if nothing looks back.
  static func chances(_ summary: CorpusSummary) -> Table? {
    let kinds = summary.kinds.filter { $0.chance != nil }
    guard let buckets = kinds.map(\.byDistance).max(by: { $0.count < $1.count }) else { return nil }
    let heads = buckets.map { Table.Column("\($0.from)–\($0.to)", .decimal) }
    var table = Table(columns: [Table.Column("chance at distance")] + heads)
    for kind in kinds {
      let cells = buckets.indices.map { $0 < kind.byDistance.count ? right(kind.byDistance[$0].chance) : "–" }
      table.addRow([Table.Cell(kind.name, .accent)] + cells.map { Table.Cell($0) })
    }
    return table
  }

  private static func right(_ share: Double?) -> String { share.map { Words.number($0, digits: 2) } ?? "–" }

  /// What a loss a byte of a text by word leaves out; nil for others.
  static func bytesOfWords(_ corpus: Corpus) -> String? {
    guard corpus.tokenizer.kind == .word else { return nil }
    return
      "by word, a byte costs less than it should beside other cuts: white space between words and the letters of unknown "
      + "words are among the bytes, but not in the loss"
  }

  /// The error for what only grammars have.
  static func noGrammar(_ corpus: Corpus, _ what: String) -> InputError {
    InputError("\(corpus.name) is a text, and a text has no \(what): they need a grammar, such as the stories")
  }
}
