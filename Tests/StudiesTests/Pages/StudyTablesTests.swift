// The tables of studies: they fit a terminal, align, and leave out what was not measured.

import Foundation
import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Tables of studies")
struct StudyTablesTests {
  /// What studies found of five models, one with a long name.
  private static func everything() -> SampleStudies {
    var studies = SampleStudies()
    studies.add("transformer-bidirectional", like: "transformer")
    // One model was not asked at all, another not in one task.
    studies.tasks["parity"]?["lstm"] = nil
    for task in studies.tasks.keys { studies.tasks[task]?["birnn"] = nil }
    // One that reads blanks in place of what it predicts cannot be asked.
    for index in studies.distance.groups.indices {
      studies.distance.groups[index].models["transformer-bidirectional"] = nil
    }
    return studies
  }

  private func results(_ studies: SampleStudies = Self.everything()) throws -> ComparisonResults {
    var results = try SampleResults.full(studies)
    var fifth = try #require(results.models.last)
    fifth.id = "transformer-bidirectional"
    results.models.append(fifth)
    return results
  }

  /// The table whose title begins so.
  private func table(_ start: String, _ studies: SampleStudies = Self.everything()) throws -> Table {
    try #require(StudyList.tables(of: results(studies)).all.first { $0.title?.hasPrefix(start) == true }, "\(start)")
  }

  private func words(_ table: Table) -> [[String]] {
    table.text().split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  @Test("every table fits 80 columns, with five models and everything measured; only long claims are cut")
  func widths() throws {
    let full = StudyList.tables(of: try results()).all
    #expect(full.count == 23)
    for table in full {
      for line in table.text().split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 80, "\(line)") }
      let isCut = table.text(width: 1000) != table.text()
      #expect(!isCut || table.title?.hasPrefix("Claims") == true, "\(table.title ?? "")")
    }
  }

  @Test("a study that was not made, or that found nothing, has no table")
  func absent() throws {
    var results = try results()
    results.studies = StudyParts()
    #expect(StudyList.tables(of: results).all.count == 6)
    var nothing = SampleStudies()
    (nothing.gradientFlow, nothing.context, nothing.complexity, nothing.positions) = ([:], [:], [:], [])
    (nothing.generation.models, nothing.parallelism.models, nothing.distance.groups) = ([:], [:], [])
    (nothing.brent.models, nothing.inside.models, nothing.blanks.groups) = ([:], [:], [])
    for task in nothing.tasks.keys { nothing.tasks[task] = [:] }
    results.studies = try nothing.parts()
    #expect(StudyList.tables(of: results).all.count == 6)
  }

  @Test("tasks have a row for each distance, scores in their metric, and a dash where a model has none")
  func tasks() throws {
    let adding = words(try table("Adding"))
    #expect(adding[0].prefix(4) == ["Adding:", "mean", "squared", "error"])
    #expect(adding[1].suffix(3) == ["chance", "window", "oracle"])
    #expect(adding[1].contains("bi-transformer") && !adding[1].contains("birnn"))
    #expect(adding.dropFirst(3).map(\.first) == ["20", "60"] && adding[3].suffix(3) == ["0.167", "0.140", "0"])
    #expect(words(try table("Copying")).dropFirst(3).map(\.first) == ["8", "32", "64"])

    // A distance that not every model can read, as where positions are learned.
    var studies = SampleStudies()
    studies.tasks["recall"]?["transformer"]?.removeLast()
    let recall = try table("Recall", studies)
    let place = try #require(recall.columns.firstIndex { $0.title == "transformer" })
    #expect(recall.rows[0][place].text.hasSuffix(" %") && recall.rows[1][place].text == "–")
    let parity = try table("Parity")
    #expect(["97 %", "98 %", "99 %"].contains(parity.rows[0][1].text) && parity.columns.count == 7)
  }

  @Test("a model without a gradient beyond its last token shows dashes, and never a NaN")
  func noFlow() throws {
    var studies = SampleStudies()
    let nothing = Estimate([0.0, 0.0])
    studies.gradientFlow["rnn"] = studies.gradientFlow["rnn"]?.map { record in
      var record = record
      record.norms = Array(repeating: nothing, count: record.norms.count)
      (record.rSquared, record.halfLife) = (Estimate([.nan, .nan]), nil)
      return record
    }
    let text = StudyList.tables(of: try results(studies)).all.map { $0.text() }.joined(separator: "\n")
    #expect(!text.lowercased().contains("nan") && !text.contains("inf "))
  }

  @Test("a gradient that fades by a constant factor is a straight line, although lags are not evenly spaced")
  func flow() throws {
    var studies = SampleStudies()
    let lags = [0, 1, 2, 4, 16, 32]
    studies.gradientFlow = [
      "rnn": [
        GradientFlowRecord(
          by: .embedding, isTrained: true, lags: lags, norms: lags.map { Estimate([pow(10, -Double($0) / 4)]) },
          decay: Estimate([0.5]), halfLife: nil, rSquared: Estimate([1]))
      ]
    ]
    let flow = try table("Gradient by the token", studies)
    #expect(flow.title?.contains("k = 1 to 32") == true && flow.title?.contains("▁ 1e-08 to █ 0.562") == true)
    #expect(Set("▁▂▃▄▅▆▇█".map { level in flow.rows[0][2].text.count { $0 == level } }).isSubset(of: [2, 3, 4]))
    #expect(flow.rows.count == 1 && flow.rows[0][1].text.isEmpty && flow.rows[0][3].text == "2e-08")
  }

  @Test(
    "costs have exponents with the least R² of a row, memory with and without the matrix, and the next token's time")
  func costs() throws {
    let mixer = try #require(words(try table("How costs grow")).first { $0.first == "mixer" })
    #expect(mixer.dropFirst(2).prefix(2) == ["1.00", "2.00"] && mixer.suffix(3) == ["1.87", "1.14", "0.999"])
    let memory = try table("Memory at n = 2048, d = 128")
    #expect(memory.rows[0].map(\.text) == ["rnn", "16.0\u{202F}MiB", "–", "–"])
    #expect(memory.rows[3].map(\.text).suffix(2) == ["160\u{202F}MiB", "2.02 · d"])
    let generation = try table("Generation")
    #expect(generation.rows.map { $0[0].text } == ["rnn", "lstm", "transformer", "bi-transformer"])
    #expect(generation.rows[2].map(\.text).suffix(2) == ["127", "1.00\u{202F}MiB"])
    let parallel = try table("A training step of 16 × 128 tokens")
    #expect(parallel.rows[3].map(\.text).prefix(4) == ["transformer", "1900", "566", "3\u{202F}356\u{202F}890"])
    #expect(parallel.columns.suffix(3).map(\.title) == ["2 threads", "d = 64", "d = 256"])
    #expect(parallel.rows[0][4].text.hasPrefix("1.5") && parallel.rows[0][4].text.contains("×"))
    // A second over 0.025, 0.08 and 0.04 for 10⁹ operations, of 50·10⁹ in a second, give or take 2 %.
    let shares = [parallel.rows[3], parallel.rows[0]].flatMap { $0.suffix(2) }.compactMap {
      Double($0.text.replacingOccurrences(of: " %", with: ""))
    }
    #expect(shares.count == 4 && zip(shares, [80, 80, 25, 50]).allSatisfy { abs($0 - $1) <= 2 }, "\(shares)")
  }

  @Test("position encodings have a column for each model, and a dash where they end with the trained length")
  func positions() throws {
    #expect(
      try table("Word order").rows.map { $0.map(\.text) } == [
        ["learned", "100 % →     –", "100 % →     –"], ["sinusoidal", "100 % →  55 %", "100 % →  55 %"],
      ])
  }

  @Test("right answers by distance stand beside who has forgotten and who knows all, and skill has each model's curve")
  func distances() throws {
    let answers = try table("Right answers")
    #expect(answers.rows.map { $0[0].text }.prefix(2) == ["1–4", "5–8"] && answers.rows[0][1].text == "9\u{202F}053")
    #expect(answers.rows.count == 7, "one for each range of the kind that varies in distance alone")
    #expect(answers.columns.suffix(3).map(\.title) == ["forgot", "5-gram", "best"])
    #expect(answers.rows.allSatisfy { $0.suffix(3).map(\.text) == ["8.0", "10.0", "98.0"] })
    let table = try table("Skill at “recall”")
    #expect(table.rows.count == 8 && table.rows.last?[0].text == "0 to 1", "one for each range, and the curves")
    #expect(table.rows.last?.dropFirst().allSatisfy { $0.text.count == 7 } == true && table.columns.count == 5)
    #expect(table.rows[0][4].text.hasPrefix("0.9") && table.rows[0][4].text.contains(" ±0.0"))
  }

  @Test("blanks have a row for each side that settles them, beside perfect predictors; without a grammar, one row")
  func blanks() throws {
    let table = try table("Blanks right")
    #expect(table.rows.map { $0[0].text } == ["all blanks", "the left", "the right", "right, near"])
    #expect(table.rows.map { $0[1].text } == ["500", "297", "200", "61"])
    #expect(table.columns.suffix(2).map(\.title) == ["left", "both"])
    #expect(
      table.rows.map { $0.suffix(2).map(\.text) } == [["76", "87"], ["100", "100"], ["10", "100"], ["12", "100"]])
    let place = try #require(table.columns.firstIndex { $0.title == "birnn" })
    #expect(table.rows[2][place].text.hasPrefix("7") && table.rows[3][place].text.hasPrefix("9"))

    var studies = SampleStudies()
    var all = try #require(studies.blanks.group(.all))
    (all.bothSides, all.leftSide) = (nil, nil)
    all.models.removeAll { $0.model == "rnn" }
    studies.blanks = BlankStudyRecord(groups: [all])
    let text = try self.table("Blanks right", studies)
    #expect(text.rows.count == 1 && text.rows[0].suffix(2).map(\.text) == ["–", "–"])
    #expect(!text.columns.contains { $0.title == "rnn" })
  }

  @Test("attention on what settles the next token has a row for each head, beside what all tokens would get alike")
  func attention() throws {
    let table = try table("Attention in %")
    let rows = table.rows.map { $0.map(\.text) }
    #expect(
      rows.map { Array($0[1...3]) }.prefix(4) == [
        ["1", "1", "2.0"], ["1", "2", "4.0"], ["2", "1", "6.0"], ["2", "2", "8.0"],
      ])
    // Windows of 64 tokens: 1/64 each.
    #expect(rows[0][0] == "transformer" && rows[0].suffix(2) == ["1.6", "1.3"] && rows[3].last == "5.1")
    var studies = SampleStudies()
    studies.inside.models["transformer"] = nil
    #expect(!StudyList.tables(of: try results(studies)).all.contains { $0.title?.hasPrefix("Attention") == true })
  }

  @Test("effective context is told in tokens beside losses")
  func context() throws {
    let table = try table("Loss in nats by tokens of left context")
    // 8, 8 and 16 times the reach of 9 over 9; 4.303·4.619/√3 about their mean.
    #expect(table.rows[0].map(\.text).prefix(2) == ["rnn", "10.7 ±11.5"] && table.rows.count == 4)
  }
}
