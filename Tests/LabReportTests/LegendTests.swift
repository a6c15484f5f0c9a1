// How models are named and drawn: the same wherever they are shown.

import LabReport
import LabResults
import TestSupport
import Testing

@Suite("Legend")
struct LegendTests {
  private let legend = Legend(
    ["rnn", "birnn", "transformer-bidirectional"],
    names: ["rnn": "RNN", "birnn": "bi-RNN", "transformer-bidirectional": "bi-Transformer"])

  @Test("models have their names, those without one their ids, cut where a margin would not hold them")
  func names() {
    #expect(legend.name(of: "rnn") == "RNN" && legend.name(of: "mgu") == "mgu")
    let long = Legend(["x"], names: ["x": String(repeating: "a", count: 40)]).name(of: "x")
    #expect(TextWidth.columns(long) == 18 && long.hasSuffix("…"))
    #expect(legend.names("transformer-bidirectional − rnn") == "bi-Transformer − RNN")
    #expect(legend.names("birnn") == "bi-RNN")
  }

  @Test("columns are headed by the id, or by the name where the id is too long for five of them")
  func columns() {
    #expect(legend.columnName(of: "birnn") == "birnn")
    #expect(legend.columnName(of: "transformer-bidirectional") == "bi-transformer")
    #expect(TextWidth.columns(legend.columnName(of: "a-model-that-nobody-named")) == 14)
  }

  @Test(
    "a model looks the same in every figure, whatever else is in it; one that is not listed looks like none that is")
  func styles() {
    #expect(legend.ids.map(legend.style) == (0...2).map { SeriesStyle($0, model: $0) })
    #expect(legend.style(of: "mgu") == SeriesStyle(3))
    let entries = legend.ordered(["birnn": 7])
    #expect(entries.map(\.id) == ["birnn"] && entries[0].style == SeriesStyle(1, model: 1) && entries[0].part == 7)
  }

  @Test("parts come in the order of the models, and those of others at the end by their ids")
  func order() {
    let entries = legend.ordered(["z": 1, "transformer-bidirectional": 2, "a": 3, "rnn": 4])
    #expect(entries.map(\.id) == ["rnn", "transformer-bidirectional", "a", "z"])
    #expect(entries.map(\.part) == [4, 2, 3, 1] && entries.map(\.name) == ["RNN", "bi-Transformer", "a", "z"])
  }

  @Test("that of a comparison has its models and their names")
  func ofResults() {
    let legend = Legend(SampleResults.trained())
    #expect(legend.ids == ["rnn", "birnn", "lstm", "transformer"] && legend.name(of: "birnn") == "bi-RNN")
  }
}
