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

  @Test("A picture has what the page's figure has to look at, and nothing that waits for a pointer")
  func still() throws {
    let values: [[Double]] = (0..<24).map { (row: Int) -> [Double] in
      (0...row).map { (column: Int) -> Double in Double((row * 7 + column * column) % 11) / 10 }
    }
    let map = HeatMap(
      columns: .init("to"), rows: .init("from"), values: values, scale: .linear(0...1), legend: "share",
      text: { row, column in "\(row) to \(column)" })
    /// The colour of each cell, from rectangles of one row in units of cells.
    func colours(_ content: String) throws -> [String: String] {
      var result: [String: String] = [:]
      for element in try Document("<svg>\(content)</svg>").elements where element.name == "path" {
        let (name, shape) = (element.attributes["class"] ?? "", element.attributes["d"] ?? "")
        for match in shape.matches(of: /M([0-9]+) ([0-9]+)h([0-9]+)v1h-([0-9]+)z/) {
          let (column, count) = (try #require(Int(match.1)), try #require(Int(match.3)))
          #expect(match.3 == match.4)
          for cell in column..<column + count { result["\(match.2) \(cell)", default: ""] += name }
        }
      }
      return result
    }
    let (page, picture) = (map.drawing(.half), map.stillDrawing(.half))
    #expect(try colours(page.content) == colours(picture.content) && page.height == picture.height)
    #expect(try colours(picture.content).count >= 300 && picture.content.count < page.content.count / 2)
    let lines = figure(panels: 1).panels[0].chart
    let (moving, still) = (lines.drawing(.wide).content, lines.stillDrawing(.wide).content)
    #expect(moving.contains("one &amp; two") && moving.contains("class=\"h\""))
    for content in [picture.content, still] {
      #expect(!content.contains("<title>") && !content.contains("class=\"h\""))
    }
    // What is to be seen is the same, in the same order.
    func seen(_ content: String) throws -> [String] {
      try Document("<svg>\(content)</svg>").elements.filter { $0.name != "title" && $0.attributes["class"] != "h" }
        .map { "\($0.name) \($0.attributes.sorted { $0.key < $1.key })" }
    }
    #expect(try seen(moving) == seen(still))
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
