// The headline of a comparison: a screen that says no more than the numbers do.

import LabReport
import LabResults
import TestSupport
import Testing

@Suite("Headline")
struct HeadlineTests {
  private typealias Pair = ComparisonResults.PairRecord

  /// A transformer that is ahead of the RNN, and level with the LSTM.
  private func results() -> ComparisonResults {
    var results = SampleResults.judged()
    results.pairs = [
      pair("transformer", "rnn", [0.039, 0.041, 0.040]), pair("transformer", "lstm", [0.001, -0.004, 0.012]),
      pair("lstm", "rnn", [0.03, 0.04, 0.03]),
    ]
    results.verdictNote = "5 verdicts by 7 tests"
    return results
  }

  private func pair(_ first: String, _ second: String, _ differences: [Double]) -> Pair {
    var pair = Pair(
      score: .nextToken, first: first, second: second, difference: Estimate(differences),
      firstIsBetter: WinShare(losses: differences.map { -$0 }, against: differences.map { _ in 0 }))
    pair.isTold = true
    return pair
  }

  private func claim(
    _ id: String, _ model: String, _ verdict: Verdict, measured: Double = 1, basis: ClaimRecord.Basis = .construction
  ) -> ClaimRecord {
    ClaimRecord(
      id: id, model: model, claim: "it is so", rule: "above 0", quantity: "some", basis: basis, measured: measured,
      low: nil, high: nil, seeds: 0, verdict: verdict, reason: "")
  }

  private func cell(_ headline: Headline, _ id: String, _ model: String) throws -> HeadlineCell {
    let column = try #require(headline.columns.firstIndex { $0.id == model })
    return try #require(headline.rows.first { $0.id == id }).cells[column]
  }

  @Test("the best is called ahead where the interval excludes zero, and not told apart where it does not")
  func apart() throws {
    let sentence = try #require(Headline(results(), facts: []).sentences.first)
    // Student's t for two degrees of freedom, 4.303, times the standard errors 0.00058 and 0.0047.
    #expect(
      sentence.hasSuffix(
        "above the floor, the least possible, ahead of the RNN (by 0.040 ±0.002), not told apart from the LSTM "
          + "(by 0.003 ±0.020)."), "\(sentence)")
    #expect(sentence.hasPrefix("Nearest to perfect is the Transformer, 0.16") && !sentence.contains("bi-RNN"))
    // Its own interval excludes zero, but among all pairs that may be chance.
    var chance = results()
    chance.pairs[0].isTold = false
    #expect(Headline(chance, facts: []).sentences[0].contains("not told apart from the RNN (by 0.040 ±0.002) and the"))
  }

  @Test("one seed tells no two models apart, and shows no verdict on what is measured")
  func oneSeed() throws {
    var results = results()
    results.protocol.seeds = [1]
    for index in results.models.indices {
      results.models[index].nextToken = results.models[index].nextToken.map { Estimate([$0.values[0]]) }
      results.models[index].aboveFloor = results.models[index].aboveFloor.map { Estimate([$0.values[0]]) }
    }
    results.claims = [
      claim("C1", "rnn", .inconclusive, basis: .measurement), claim("C3", "rnn", .supported),
      claim("C12", "rnn", .inconclusive, basis: .time),
    ]
    let headline = Headline(results, facts: [.row("C1", quantity: "q", texts: ["rnn": "3 tokens"])])
    #expect(headline.sentences[0].hasSuffix("One seed cannot tell them apart.") && !headline.sentences[0].contains("±"))
    #expect(!headline.sentences[0].contains("ahead"))
    let cell = try cell(headline, "C1", "rnn")
    #expect(cell.verdict == nil && cell.text == "3 tokens" && cell.claims.isEmpty)
    #expect(
      headline.sentences.last
        == "One seed decides nothing that is measured: of the claims that are counted or timed, 1 holds, 1 is open.")
    let tables = ComparisonTables(results, studies: [])
    #expect(tables.claims?.rows.map { $0[0].text } == ["C3", "C12"])
    #expect(tables.claims?.title?.hasPrefix("Claims that one seed can decide") == true)
  }

  @Test("a text has no floor: the best stands beside the n-gram, better or worse only where its interval says so")
  func text() throws {
    func sentence(_ losses: [Double]) throws -> String {
      var results = results()
      for index in results.models.indices { results.models[index].aboveFloor = nil }
      results.models[3].nextToken = Estimate(losses)
      results.pairs = []
      return try #require(Headline(results, facts: []).sentences.first)
    }
    // The 5-gram of the sample has 0.940; the LSTM 0.867.
    #expect(try sentence([0.700, 0.701, 0.702]).contains("0.701 ±0.002 nats a token, better than the 5-gram (0.940)"))
    #expect(try sentence([0.6, 0.8, 1.0]).contains("not told apart from the 5-gram"))
    var worse = results()
    worse.models = [worse.models[3]]
    (worse.models[0].nextToken, worse.models[0].aboveFloor) = (Estimate([1.2, 1.21, 1.22]), nil)
    #expect(Headline(worse, facts: []).sentences[0].contains("worse than the 5-gram"))
  }

  @Test("verdicts on one cell become one mark, beside the number that a study or the claims tell")
  func marks() throws {
    var results = results()
    results.claims = [
      claim("C5", "transformer", .supported, measured: 16), claim("C5", "transformer", .contradicted, measured: -0.04),
      claim("C5", "rnn", .supported, measured: -2.66), claim("C3", "rnn", .supported, measured: 1.004),
      claim("C4", "rnn", .inconclusive), claim("C4", "rnn", .supported),
    ]
    let headline = Headline(
      results,
      facts: [
        .row("C2", quantity: "far", texts: ["lstm": "53 %"]), .row("C2", quantity: "near", texts: ["rnn": "9 %"]),
        .sentence("Far."),
      ])
    #expect(try cell(headline, "C5", "transformer").text == "◐ 16 or 0 bytes")
    #expect(try cell(headline, "C5", "rnn").text == "✓ 0 bytes" && cell(headline, "C3", "rnn").text == "✓ n^1.00")
    #expect(try cell(headline, "C4", "rnn").verdict == .inconclusive)
    // The first study's row counts, as a whole.
    #expect(try cell(headline, "C2", "rnn").text == "–" && cell(headline, "C2", "lstm").text == "53 %")
    #expect(headline.rows[1].quantity == "far" && headline.rows[1].cells.first?.saying == "bad")
    #expect(headline.sentences[1] == "Far." && headline.sentences.count == 4)
    #expect(headline.rows[2].isCounted && !headline.rows[0].isCounted)
    #expect(
      headline.sentences[3]
        == "Of the claims 4 hold, 1 does not, 1 is open, 6 of them by counting alone: 5 verdicts by 7 tests.")
  }

  @Test("with everything, five models and many warnings, it fits 80 columns and 40 lines, the three of the table first")
  func fits() throws {
    var results = results()
    results.claims = EveryCell.claims.map { claim($0.0, $0.1, .depends, measured: 12_345) }
    for id in ["transformer-bidirectional", "a-model-that-nobody-named"] {
      var model = results.models[0]
      model.id = id
      results.models.insert(model, at: 0)
    }
    results.alarms = (1...9).map { "alarm \($0): " + String(repeating: "word ", count: 24) }
    let headline = Headline(
      results,
      facts: [
        .row("C1", quantity: "the gradient halves in", texts: ["rnn": "does not fade", "lstm": "≈ 123 tokens"]),
        .row("C2", quantity: "right, 129–256 tokens back", texts: ["rnn": "100 %"]),
        .sentence(String(repeating: "How far back each sees. ", count: 9)),
      ])
    #expect(headline.columns.map(\.id).prefix(4) == ["rnn", "lstm", "transformer", "a-model-that-nobody-named"])
    let text = headline.text(closing: "Figures: /a/folder/report.html")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { #expect(TextWidth.columns(String(line)) <= 80, "\(line)") }
    #expect(lines.count <= 40 && text.contains("! alarm 3") && text.contains("more, in the report"))
    #expect(lines.contains { $0.contains("RNN") && $0.hasSuffix("Transformer") })
    #expect(!lines.prefix(18).contains { $0.contains("…") })
    let narrow = headline.text(width: 50)
    for line in narrow.split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 50, "\(line)") }
    #expect(headline.text(width: 200).contains("a-model-that-nobo…"))
  }

  @Test("without studies there is no table, and the sentences say that nothing was decided; a stopped run is told")
  func scoresOnly() throws {
    var results = results()
    (results.claims, results.verdictNote) = ([], "")
    results.models[2].nextToken = nil
    results.models[2].failures = ["seed 1: the loss is not finite"]
    results.alarms = ["lstm stopped: seed 1: the loss is not finite"]
    let headline = Headline(results, facts: [])
    #expect(headline.rows.isEmpty && headline.sentences.count == 3)
    #expect(headline.sentences.last == "No claim has a verdict: no study was made that decides one.")
    #expect(headline.text().contains("! lstm stopped") && !headline.text().hasPrefix("\n"))
    results.models = []
    #expect(Headline(results, facts: []).sentences.count == 1)
  }

  @Test("costs go from the least to the largest, each with its model")
  func cost() {
    let sentence = Headline(results(), facts: []).sentences[1]
    #expect(
      sentence
        == "A token of training costs 572 (RNN) to 1040 kFLOP (Transformer); the longest chain of a step has "
        + "566 (Transformer) to 6\u{202F}217 operations (LSTM); a run took 13 (RNN) to 28 s (Transformer).")
  }
}

/// All cells of the table.
private enum EveryCell {
  static let claims = ["C1", "C2", "C3", "C4", "C5", "C6"].flatMap { id in
    ["rnn", "lstm", "transformer"].map { (id, $0) }
  }
}
