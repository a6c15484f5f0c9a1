// Scales: of charts that stand side by side, and of values with two sides.

import LabReport
import TestSupport
import Testing

@Suite("Scales of charts")
struct ChartScaleTests {
  @Test("charts side by side on one scale: the same ticks, and room for the values of all", arguments: [false, true])
  func oneScale(isLogarithmic: Bool) {
    let charts = [[1.0, 3], [0.01, 2], [5, 700]].map { values in
      LineChart(
        x: Axis("x"), y: Axis("y", isLogarithmic ? .logarithmic : .linear),
        series: [.init("a", SeriesStyle(0), values.enumerated().map { .init(Double($0.offset), $0.element) })])
    }
    func axes(_ charts: [LineChart]) -> [ResolvedAxis] { charts.map { $0.plot(width: 360, height: 260).y } }
    let alike = axes(LineChart.onOneScale(charts))
    #expect(Set(alike.map(\.low)).count == 1 && Set(alike.map(\.high)).count == 1)
    #expect(alike.allSatisfy { $0.ticks == alike[0].ticks } && alike[0].low <= 0.01 && alike[0].high >= 700)
    #expect(Set(axes(charts).map(\.high)).count == 3 && LineChart.onOneScale([]).isEmpty)
  }

  @Test("a two-sided scale tells −1 from 0 and from 1: a colour for each side, the stronger the further from 0")
  func twoSided() throws {
    let scale = HeatMap.Scale.twoSided(upTo: 1)
    #expect([-1, -0.55, -0.01, 0, 0.55, 1].map(scale.step) == [9, 5, 0, 0, 5, 9])
    #expect([-1, -0.01, 0, 1].map(scale.isBelow) == [true, true, false, false])
    #expect(!HeatMap.Scale.linear(-1...1).isBelow(-1))
    let map = HeatMap(
      columns: .init("word", ["a", "b"]), rows: .init("unit"), values: [[-1, 1]], scale: scale, legend: "state"
    ) { "\($0) \($1)" }
    let document = try Document("<svg>" + map.drawing(.half).content + "</svg>")
    let classes = document.elements.filter { $0.name == "path" }.compactMap { $0.attributes["class"] }
    #expect(classes.prefix(2) == ["q9 below", "q9"] && classes.count == 2 + 20)
    for label in ["−1", "1", "0"] { #expect(document.text.contains(label)) }
  }
}
