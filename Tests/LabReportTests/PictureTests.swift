// Figures as files by themselves: well-formed, in two themes, with all that the page's figure has.

import LabReport
import TestSupport
import Testing

@Suite("Pictures")
struct PictureTests {
  private func figure(panels: Int) -> Figure {
    let points = [LineChart.Point(1, 2, text: "one & two"), LineChart.Point(2, 1)]
    let chart = LineChart(
      x: Axis("steps <n>"), y: Axis("loss"), series: [.init("A & B", SeriesStyle(0), points)],
      references: [.init("floor", 0.5)])
    let csv = CSV(["a"])
    return Figure(
      id: "planted", title: "Loss < 2", description: "From 2 to 1.",
      panels: (0..<panels).map { .init(panels == 1 ? "" : "part \($0)", chart) }, csv: csv)
  }

  @Test("A picture is well-formed, says what it shows, and has its own colours in light and in dark", arguments: 1...5)
  func wellFormed(_ panels: Int) throws {
    let pictures = figure(panels: panels).pictures
    #expect(pictures.map(\.name) == ["planted.svg", "planted-dark.svg"])
    for (picture, theme) in zip(pictures, [Theme.light, .dark]) {
      let document = try Document(picture.text)
      #expect(document.elements[0].name == "svg" && document.elements[0].attributes["width"] == "764")
      #expect(document.text.contains("Loss < 2") && document.text.contains("From 2 to 1."))
      #expect(document.elements.count { $0.attributes["class"]?.hasPrefix("line") == true } == panels)
      #expect(document.elements.contains { $0.name == "rect" && $0.attributes["fill"] == theme.background })
      #expect(picture.text.contains("--c0: \(theme.series[0])") && document.text.contains("part 0") == (panels > 1))
      #expect(!picture.text.contains("<script") && !picture.text.contains("url("))
    }
    #expect(pictures[0].text != pictures[1].text)
  }

  @Test("Two charts stand in a row, and the next two below them")
  func rows() throws {
    let document = try Document(figure(panels: 3).pictures[0].text)
    // The first is that of all, inside the margin.
    let places = document.elements.compactMap { $0.attributes["transform"] }.dropFirst()
    #expect(places.prefix(2) == ["translate(0 26)", "translate(380 26)"])
    #expect(places.count == 3 && places[3].hasPrefix("translate(0 ") && places[3] != places[1])
    func height(_ panels: Int) throws -> Double {
      let svg = try Document(figure(panels: panels).pictures[0].text).elements[0]
      return try #require(svg.attributes["height"].flatMap(Double.init))
    }
    // Two rows are as high as twice one, with a gap between and the margins once.
    #expect(try height(3) == 2 * height(2) + 20 - 24)
  }
}
