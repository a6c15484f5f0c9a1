// The tables of a comparison: they fit a terminal, align, and leave out what was not measured.

import Foundation
import LabKit
import LabReport
import LabResults
import Testing

@Suite("Tables of a comparison")
struct ComparisonTablesTests {
  private func model(_ id: String, loss: [Double]?, accuracy: [Double]) -> [String: Any] {
    func estimate(_ values: [Double]) -> [String: Any] {
      let mean = values.reduce(0, +) / Double(values.count)
      return ["mean": mean, "low": mean - 0.01, "high": mean + 0.01, "values": values]
    }
    return [
      "id": id, "summary": id, "seesBothSides": loss == nil, "nextTokenReason": NSNull(), "width": 64, "layers": 2,
      "heads": 4, "parameters": 150_784, "flopsPerToken": 1.03e6,
      "tokensTrained": 1000, "seconds": 12.3, "peakBytes": 26 << 20, "span": 5851, "fillBlank": estimate(accuracy),
      "fillBlankAccuracy": estimate(accuracy), "gradientNorms": [Any](), "failures": [String](),
      "gradientFlow": [Any](), "effectiveContext": NSNull(), "probes": [Any](), "complexity": NSNull(),
      "sample": NSNull(), "inside": NSNull(), "nextToken": loss.map { estimate($0) } ?? NSNull(),
      "accuracyByDistance": [
        ["kind": "all", "from": 1, "to": 4, "count": 1234, "accuracy": estimate(accuracy)],
        ["kind": "recall", "from": 1, "to": 4, "count": 77, "accuracy": estimate(accuracy)],
      ],
    ]
  }

  private func results() throws -> ComparisonResults {
    let plan = try JSONSerialization.jsonObject(with: JSONEncoder().encode(ComparisonPlan(.quick, threads: 2)))
    let object: [String: Any] = [
      "schema": 3,
      "names": [
        "rnn": "RNN", "birnn": "bi-RNN", "lstm": "LSTM", "transformer": "Transformer",
        "transformer-bidirectional": "bi-Transformer",
      ], "pairs": [Any](), "prompt": "", "positions": [Any](), "claims": [Any](), "alarms": [String](),
      "notes": [String](), "blanks": NSNull(), "insideExample": NSNull(),
      "machine": try JSONSerialization.jsonObject(with: JSONEncoder().encode(Machine(threads: 2))),
      "protocol": [
        "profile": "quick", "seeds": [1, 2], "matched": "parameters", "target": 150_000.0,
        "plan": plan, "learningRates": [String: Any](), "seal": "",
      ],
      "corpus": [
        "name": "stories", "sha256": "00", "tokens": ["train": 1, "validation": 1, "test": 1], "vocabulary": 600,
        "floors": ["nextToken": 0.622, "blank": 0.2849, "blankLeft": 0.64],
      ],
      "baselines": [["id": "uniform", "nextToken": 6.397, "fillBlank": 6.397]],
      "models": [
        model("birnn", loss: nil, accuracy: [0.7, 0.72]),
        model("transformer", loss: [0.74, 0.76], accuracy: [0.6, 0.62]),
      ],
    ]
    return try JSONDecoder().decode(ComparisonResults.self, from: JSONSerialization.data(withJSONObject: object))
  }

  @Test("losses stand beside the floor with their distance to it, and what has no score gets a dash")
  func losses() throws {
    let text = ComparisonTables(try results()).losses.text()
    #expect(text.contains("0.750 ±0.010") && text.contains("+0.128") && text.contains("61.0 %"))
    let birnn = try #require(text.split(separator: "\n").first { $0.hasPrefix("birnn") })
    #expect(birnn.contains("–") && birnn.contains("71.0 %"))
  }

  /// Everything measured, of five models, one with a long name.
  private func everything() throws -> ComparisonResults {
    var results = try SampleResults.full()
    var fifth = try #require(results.models.last)
    fifth.id = "transformer-bidirectional"
    results.models.append(fifth)
    results.positions = ["transformer", "transformer-bidirectional"].flatMap { model in
      ["learned", "sinusoidal"].map { positions in
        PositionRecord(
          model: model, positions: positions, accuracy: Estimate([1, 0.99]),
          beyondLength: positions == "learned" ? nil : Estimate([0.5, 0.6]), trainedLength: 22, testedLength: 42,
          chance: 0.5)
      }
    }
    results.models[2].probes.removeAll { $0.id == "parity" }
    results.models[1].probes = []
    return results
  }

  @Test(
    "every table fits 80 columns, with five models and everything measured; only long claims are cut")
  func widths() throws {
    let full = ComparisonTables(try everything()).all
    #expect(full.count == 14)
    for table in full + ComparisonTables(try results()).all {
      for line in table.text().split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 80, "\(line)") }
      let isCut = table.text(width: 1000) != table.text()
      #expect(!isCut || table.title?.hasPrefix("Claims") == true, "\(table.title ?? "")")
    }
  }

  @Test("what was not measured is left out")
  func absent() throws {
    let titles = ComparisonTables(try results()).all.compactMap(\.title)
    #expect(
      titles.count == 3 && titles[0].hasPrefix("Test loss") && titles[1].hasPrefix("Cost")
        && titles[2].hasPrefix("Right"))
  }

  @Test("probe tasks have a row for each distance, scores in their metric, and a dash where a model was not asked")
  func probes() throws {
    let text = try #require(ComparisonTables(try everything()).probes).text()
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(
      lines[0].suffix(3) == ["mean", "squared", "error"] && lines[1].suffix(3) == ["chance", "window", "oracle"])
    #expect(lines[1].contains("bi-transformer") && !lines[1].contains("birnn"))
    #expect(lines.count { $0[0] == "copy" } == 3 && lines.count { $0[0] == "adding" } == 2)
    let adding = try #require(lines.first { $0[0] == "adding" })
    #expect(adding.suffix(3) == ["0.167", "0.140", "0"])
    let parity = try #require(lines.first { $0[0] == "parity" })
    #expect(parity[2] == "97" || parity[2] == "98")
    #expect(parity[4] == "–")
  }

  @Test("a model without a gradient beyond its last token shows dashes, and never a NaN")
  func noFlow() throws {
    var results = try SampleResults.full()
    let nothing = Estimate([0.0, 0.0])
    for index in results.models[0].gradientFlow.indices {
      let count = results.models[0].gradientFlow[index].norms.count
      results.models[0].gradientFlow[index].norms = Array(repeating: nothing, count: count)
      results.models[0].gradientFlow[index].rSquared = Estimate([.nan, .nan])
      results.models[0].gradientFlow[index].halfLife = nil
    }
    let text = ComparisonTables(results).all.map { $0.text() }.joined(separator: "\n")
    #expect(!text.lowercased().contains("nan") && !text.contains("inf "))
  }

  @Test("curves share one logarithmic scale, whose ends the title names")
  func curves() throws {
    var results = try SampleResults.full()
    // Two models with four steps each: losses of 8, 4, 2 and 1, and of 1 throughout.
    results.models = Array(results.models.prefix(2))
    for (index, losses) in [[8.0, 4, 2, 1], [1.0, 1, 1, 1]].enumerated() {
      let steps = losses.enumerated().map { step, loss in
        ["step": step, "loss": loss, "learningRate": 0.1, "gradientNorm": 1, "groups": [Any]()] as [String: Any]
      }
      results.models[index].gradientNorms = try JSONDecoder().decode(
        [ComparisonResults.SeedHistory].self,
        from: JSONSerialization.data(withJSONObject: [["seed": 1, "steps": steps] as [String: Any]]))
    }
    let table = try #require(ComparisonTables(results).trainingCurves)
    #expect(table.title?.hasSuffix("logarithmic from ▁ 1.00 to █ 8.00") == true)
    let curve = try #require(table.rows.first?[2].text)
    #expect(curve.count == 32 && curve.first == "█" && curve.last == "▁")
    // Straight on a logarithmic scale: each level has the same width.
    #expect(Set("▂▃▄▅▆▇".map { level in curve.count { $0 == level } }).isSubset(of: [3, 4, 5]))
    #expect(table.rows[1][2].text == String(repeating: "▁", count: 32) && table.rows[1][4].text == "from both sides")

    // Lags are not evenly spaced; a gradient that fades by a constant factor is a straight line nevertheless.
    let lags = [0, 1, 2, 4, 16, 32]
    results.models[0].gradientFlow = [
      GradientFlowRecord(
        by: .embedding, isTrained: true, lags: lags, norms: lags.map { Estimate([pow(10, -Double($0) / 4)]) },
        decay: Estimate([0.5]), halfLife: nil, rSquared: Estimate([1]))
    ]
    results.models[1].gradientFlow = []
    let flow = try #require(ComparisonTables(results).flowCurves)
    #expect(flow.title?.contains("k = 1 to 32") == true && flow.title?.contains("▁ 1e-08 to █ 0.562") == true)
    #expect(Set("▁▂▃▄▅▆▇█".map { level in flow.rows[0][2].text.count { $0 == level } }).isSubset(of: [2, 3, 4]))
    #expect(flow.rows.count == 1 && flow.rows[0][1].text.isEmpty && flow.rows[0][3].text == "2e-08")
  }

  @Test(
    "costs have exponents with the least R² of a row, memory with and without the matrix, and the next token's time")
  func costs() throws {
    let tables = ComparisonTables(try everything())
    let growth = try #require(tables.growth).text().split(separator: "\n").map { $0.split(separator: " ") }
    let mixer = try #require(growth.first { $0.first == "mixer" })
    #expect(mixer.dropFirst(2).prefix(2) == ["1.00", "2.00"] && mixer.suffix(3) == ["1.87", "1.14", "0.999"])
    let scaling = try #require(tables.scaling)
    #expect(scaling.title?.contains("n = 2048, d = 128") == true)
    let rnn = scaling.rows[0].map(\.text)
    #expect(rnn[1...3] == ["16.0\u{202F}MiB", "–", "–"] && rnn[4].hasPrefix("1.5"))
    #expect(scaling.rows[3][3].text == "2.02·d" && scaling.rows[3][2].text == "160\u{202F}MiB")
    let generation = try #require(tables.generation)
    #expect(generation.rows.map { $0[0].text } == ["rnn", "lstm", "transformer", "bi-transformer"])
    #expect(generation.rows[2].map(\.text).suffix(2) == ["127", "1.00\u{202F}MiB"])
  }

  @Test("position encodings have a column for each model, and a dash where they end with the trained length")
  func positions() throws {
    let table = try #require(ComparisonTables(try everything()).positionEncodings)
    #expect(
      table.rows.map { $0.map(\.text) } == [
        ["learned", "100 % →     –", "100 % →     –"], ["sinusoidal", "100 % →  55 %", "100 % →  55 %"],
      ])
  }

  @Test("accuracy by distance shows all kinds together")
  func distances() throws {
    let text = try #require(ComparisonTables(try results()).distances).text()
    #expect(text.contains("1–4") && text.contains("1\u{202F}234") && !text.contains("77"))
    let all = try #require(ComparisonTables(try everything()).distances)
    #expect(all.rows.last?.map(\.text).prefix(2) == ["0–100 %", ""] && all.rows.last?[5].text.count == 7)
  }
}
