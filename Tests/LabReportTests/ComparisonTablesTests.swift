// The tables of a comparison: they fit a terminal, align, and leave out what was not measured.

import Foundation
import LabKit
import LabReport
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
      "schema": 2, "pairs": [Any](), "prompt": "", "positions": [Any](), "claims": [Any](), "alarms": [String](),
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

  @Test("every table fits 80 columns")
  func widths() throws {
    for table in ComparisonTables(try results()).all {
      for line in table.text().split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 80, "\(line)") }
    }
  }

  @Test("accuracy by distance shows all kinds together")
  func distances() throws {
    let text = try #require(ComparisonTables(try results()).distances).text()
    #expect(text.contains("1–4") && text.contains("1\u{202F}234") && !text.contains("77"))
  }
}
