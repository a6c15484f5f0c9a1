// The chart kit: nice ticks, right axes, labels that do not overlap, colours that all can tell apart.

import Foundation
import LabReport
import Testing

@Suite("Charts")
struct ChartTests {
  @Test(
    "linear ticks are multiples of 1, 2 or 5 times a power of ten, within the axis, and no more than there is room for")
  func linearTicks() {
    for (low, high) in [(0.0, 1.0), (0.6, 6.4), (-3, 7), (0, 1199), (0.7801, 0.8842), (1e-7, 3e-7), (0, 123_456_789)] {
      for count in 3...9 {
        let ticks = Ticks.linear(low, high, atMost: count)
        #expect((2...count).contains(ticks.count), "\(low)…\(high): \(ticks)")
        let step = ticks[1] - ticks[0]
        let factor = step / pow(10, floor(log10(step) + 1e-9))
        #expect([1.0, 2, 5].contains { abs($0 - factor) < 1e-6 }, "\(step)")
        for tick in ticks {
          #expect(tick >= low - 1e-9 * step && tick <= high + 1e-9 * step)
          #expect(abs(tick / step - (tick / step).rounded()) < 1e-6)
        }
      }
    }
    #expect(Ticks.linear(0, 1, atMost: 6) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
  }

  @Test("logarithmic ticks are 1, 2, 5, or 1, 3, or powers of ten, as room allows")
  func logarithmicTicks() {
    func near(_ ticks: [Double], _ expected: [Double]) -> Bool {
      ticks.count == expected.count && zip(ticks, expected).allSatisfy { abs($0 / $1 - 1) < 1e-9 }
    }
    #expect(near(Ticks.logarithmic(0.6, 6.4, atMost: 8), [1, 2, 5]))
    #expect(near(Ticks.logarithmic(0.1, 100, atMost: 7), [0.1, 0.3, 1, 3, 10, 30, 100]))
    #expect(near(Ticks.logarithmic(1e-6, 1, atMost: 7), [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]))
    #expect(near(Ticks.logarithmic(1e-6, 1, atMost: 4), [1e-6, 1e-4, 1e-2, 1]))
    #expect(near(Ticks.logarithmic(0.7, 0.95, atMost: 6), [0.7, 0.75, 0.8, 0.85, 0.9, 0.95]))
    #expect(Ticks.powersOfTwo(1, 191, atMost: 8) == [1, 2, 4, 8, 16, 32, 64, 128])
    #expect(Ticks.powersOfTwo(1, 191, atMost: 4) == [1, 4, 16, 64])
  }

  @Test("a logarithmic axis puts equal ratios at equal distances, and shows nothing at or below 0")
  func logarithmicAxis() throws {
    let axis = ResolvedAxis(Axis("x", .logarithmic), values: [0.01, 100, 0, -3, .nan], ends: .exact, atMost: 5)
    #expect(axis.low == 0.01 && axis.high == 100)
    let (one, ten) = (try #require(axis.fraction(1)), try #require(axis.fraction(10)))
    #expect(abs(one - 0.5) < 1e-12 && abs(ten - 0.75) < 1e-12)
    #expect(axis.fraction(0) == nil && axis.fraction(-1) == nil && axis.fraction(.nan) == nil)
    let plot = LineChart(
      x: Axis("n", .lengths), y: Axis("y", .logarithmic),
      series: [.init("a", SeriesStyle(0), [.init(1, 1), .init(4, 100), .init(16, 10_000)])]
    ).plot(width: 360, height: 260)
    let places = try [(1.0, 1.0), (4, 100), (16, 10_000)].map {
      (try #require(plot.px($0.0)), try #require(plot.py($0.1)))
    }
    #expect(abs((places[1].0 - places[0].0) - (places[2].0 - places[1].0)) < 1e-9)
    #expect(abs((places[1].1 - places[0].1) - (places[2].1 - places[1].1)) < 1e-9 && places[2].1 < places[0].1)
  }

  @Test("tick labels have as many digits as tell them apart")
  func tickLabels() {
    func labels(_ axis: Axis, _ values: [Double], _ count: Int = 6) -> [String] {
      ResolvedAxis(axis, values: values, ends: .rounded, atMost: count).ticks.map(\.label)
    }
    #expect(labels(Axis("x"), [0.62, 0.94]) == ["0.6", "0.7", "0.8", "0.9", "1.0"])
    #expect(labels(Axis("x"), [0, 1]) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(
      labels(Axis("x", isPercent: true), [0, 0.92]) == ["0", "20", "40", "60", "80", "100"].map { $0 + "\u{202F}%" })
    #expect(labels(Axis("x", least: 0), [-0.3, 0.5, 3], 4) == ["0", "1", "2", "3"], "an interval may reach below 0")
    #expect(labels(Axis("x", .logarithmic), [1e-6, 1]).contains("10⁻⁴"))
    #expect(labels(Axis("x", .logarithmic), [0.01, 100]) == ["0.01", "0.1", "1", "10", "100"])
    #expect(labels(Axis("x", .categories(["a", "b"])), []) == ["a", "b"])
  }

  @Test("labels at line ends keep their order and distance, near where they belong")
  func spread() {
    func check(_ wanted: [Double], within bounds: ClosedRange<Double> = 0...300) {
      let places = Labels.spread(wanted, gap: 14, within: bounds)
      let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
      for (first, second) in zip(order, order.dropFirst()) { #expect(places[second] - places[first] >= 14 - 1e-9) }
      for place in places { #expect(place >= bounds.lowerBound - 1e-9 && place <= bounds.upperBound + 1e-9) }
    }
    check([10, 100, 200])
    #expect(Labels.spread([10, 100, 200], gap: 14, within: 0...300) == [10, 100, 200])
    #expect(Labels.spread([100, 100], gap: 14, within: 0...300) == [93, 107])
    check([100, 101, 102, 103, 250])
    check([0, 0, 0, 300, 300, 299])
    check([150, 149, 148, 10, 160, 12, 290, 150])
    // Where there is no room, they are spread evenly instead of falling out of the chart.
    #expect(Labels.spread([5, 5, 5], gap: 14, within: 0...10) == [0, 5, 10])
  }

  @Test("no two end labels of a chart overlap, whatever the lines end at", arguments: [ChartSize.wide, .narrow, .half])
  func endLabels(_ size: ChartSize) {
    let ends = [0.884, 0.867, 0.78, 0.781, 0.7805, 0.9, 0.62]
    let series = ends.enumerated().map { index, end in
      LineChart.Series("model \(index)", SeriesStyle(index), [.init(0, 5), .init(1000, end)])
    }
    let chart = LineChart(
      x: Axis("step"), y: Axis("loss", .logarithmic), series: series,
      references: [.init("floor", 0.623), .init("5-gram", 0.88)])
    let drawing = chart.drawing(size)
    let labels = chart.labels(chart.plot(width: drawing.width, height: drawing.height))
    let places = labels.map(\.place).sorted()
    #expect(labels.count == 9)
    for (first, second) in zip(places, places.dropFirst()) { #expect(second - first >= 13.99) }
  }

  @Test("numbers below an axis do not touch; names take two rows before any is left out")
  func horizontalLabels() {
    let names = ["1–4", "5–8", "9–16", "17–32", "33–64", "65–128", "129–256"]
    let series = [LineChart.Series("Transformer", SeriesStyle(0), names.indices.map { .init(Double($0), 0.5) })]
    let chart = LineChart(x: Axis("distance", .categories(names)), y: Axis("right", isPercent: true), series: series)
    for size in [ChartSize.wide, .narrow, .half] {
      let drawing = chart.drawing(size)
      let labels = chart.plot(width: drawing.width, height: drawing.height).horizontalLabels()
      #expect(labels.count == names.count)
      for row in 0...1 {
        let inRow = labels.filter { $0.row == row }
        for (first, second) in zip(inRow, inRow.dropFirst()) {
          #expect(first.x + Labels.width(first.text) / 2 < second.x - Labels.width(second.text) / 2)
        }
      }
    }
  }

  @Test("labels above a plot take as many rows as keep them apart")
  func rows() {
    #expect(Labels.rows([10, 100, 200], widths: [30, 30, 30]) == [0, 0, 0])
    #expect(Labels.rows([10, 12, 14], widths: [30, 30, 30]) == [0, 1, 2])
    #expect(Labels.rows([100, 10, 110], widths: [60, 30, 60]) == [0, 0, 1])
  }

  @Test("cells have ten steps of strength: equal ones of a linear scale, squares of one for shares")
  func heatSteps() {
    let linear = HeatMap.Scale.linear(-1...1)
    #expect([-1, -0.81, -0.79, 0, 0.79, 0.81, 1, 7, -7].map(linear.step) == [0, 0, 1, 5, 8, 9, 9, 9, 0])
    for step in 0...10 { #expect(abs(linear.value(atStep: step) - (Double(step) / 5 - 1)) < 1e-12) }
    let shares = HeatMap.Scale.squareRoot(upTo: 1)
    #expect([0, 0.009, 0.011, 0.04001, 0.26, 0.82, 1].map(shares.step) == [0, 0, 1, 2, 5, 9, 9])
    #expect(abs(shares.value(atStep: 2) - 0.04) < 1e-12 && shares.value(atStep: 10) == 1)
    #expect(shares.step(.nan) == 0)
  }

  @Test(
    "a table as cells: one with its value for each number, inside the drawing, with all words",
    arguments: [ChartSize.wide, .narrow, .half])
  func heatMap(_ size: ChartSize) throws {
    let words = (0..<24).map { "word\($0)" + ($0 == 3 ? "-that-is-far-too-long" : "") }
    let chart = HeatMap(
      columns: .init("to", words, marked: 2), rows: .init("from", words, marked: 23),
      values: (0..<24).map { row in (0...row).map { _ in 1 / Double(row + 1) } }, scale: .squareRoot(upTo: 1),
      legend: "share", isPercent: true, isSquare: true
    ) { "\($0) on \($1)" }
    let drawing = chart.drawing(size)
    let content = drawing.content
    #expect(content.components(separatedBy: "</title>").count - 1 == 300)
    #expect(content.contains("<path class=\"q9\" d=\"M0 0h1v1h-1z\"><title>0 on 0</title></path>"))
    #expect(content.contains("<path class=\"q2\" d=\"M5 23h1v1h-1z\"><title>23 on 5</title></path>"))
    for word in words.map(HeatMap.shown) { #expect(content.components(separatedBy: ">\(word)<").count == 3, "\(word)") }
    for word in ["to", "from", "share", "0\u{202F}%", "9\u{202F}%", "25\u{202F}%", "100\u{202F}%"] {
      #expect(content.contains(">\(word)<"), "\(word)")
    }
    let layout = chart.layout(width: drawing.width)
    #expect(layout.left + 24 * layout.cellWidth <= drawing.width && layout.cellWidth == layout.cellHeight)
    // A line of words turned by 60 degrees is half as far from the next as the cells, times the square root of three.
    #expect(layout.cellWidth * 0.866 > 9.5 && layout.cellHeight > 9.5)
    // The frame is around the one cell that both marks meet in.
    let frame = try #require(content.firstMatch(of: /rect class="frame" x="([\d.]+)" y="([\d.]+)"/))
    #expect(abs(try #require(Double(frame.1)) - layout.left - 2 * layout.cellWidth) < 0.06)
    #expect(abs(try #require(Double(frame.2)) - layout.top - 23 * layout.cellHeight) < 0.06)
  }

  @Test("blanks and line ends are shown as signs; steps of strength can be told apart in both themes")
  func heatLook() {
    #expect([" ", "\n", "a", "an extraordinary word"].map(HeatMap.shown) == ["␣", "⏎", "a", "an extraord…"])
    for theme in [Theme.light, .dark] {
      #expect(Colour(theme.heat).contrast(to: Colour(theme.background)) > 9)
    }
  }

  @Test("series that share a colour differ in dash and marker; all twelve look different")
  func styles() {
    let looks = (0..<12).map { index in
      let style = SeriesStyle(index)
      return "\(index % 6) \(style.dash) \(style.marker(0, 0, radius: 4))"
    }
    #expect(Set(looks).count == 12)
    #expect(Set((0..<6).map { SeriesStyle($0).dash }).count == 6)
    #expect(Set((0..<6).map { SeriesStyle($0).marker(0, 0, radius: 4) }).count == 6)
  }

  @Test("colours can be read on their background, and told apart with each kind of colour blindness")
  func colours() {
    for theme in [Theme.light, .dark] {
      let back = Colour(theme.background)
      for name in theme.series + [theme.text, theme.muted, theme.good, theme.bad, theme.open] {
        #expect(Colour(name).contrast(to: back) >= 4.5, "\(name) on \(theme.background)")
      }
      for vision in Colour.visions {
        for (i, first) in theme.series.enumerated() {
          for (j, second) in theme.series.enumerated().dropFirst(i + 1) {
            let distance = Colour(first).seen(with: vision).distance(to: Colour(second).seen(with: vision))
            // 2.3 is just noticeable; the first four colours, which most comparisons need, are kept far apart.
            #expect(distance > (j < 4 ? 28 : 15), "\(first) and \(second)")
          }
        }
      }
    }
  }
}

/// A colour in linear light.
private struct Colour {
  let light: [Double]

  init(_ hex: String) {
    let number = Int(hex.dropFirst(), radix: 16) ?? 0
    light = [16, 8, 0].map { shift in
      let value = Double((number >> shift) & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }
  private init(light: [Double]) { self.light = light.map { min(1, max(0, $0)) } }

  /// Normal sight, then the matrices of Machado, Oliveira and Fernandes (2009) for the full loss of one kind of cone.
  static let visions: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
  ]

  func seen(with matrix: [[Double]]) -> Colour {
    Colour(light: matrix.map { row in zip(row, light).reduce(0) { $0 + $1.0 * $1.1 } })
  }

  /// WCAG's ratio.
  func contrast(to other: Colour) -> Double {
    let (first, second) = (luminance, other.luminance)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private var luminance: Double { 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] }

  /// CIE76 in L*a*b*.
  func distance(to other: Colour) -> Double {
    zip(lab, other.lab).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private var lab: [Double] {
    let x: Double = (0.4124 * light[0] + 0.3576 * light[1] + 0.1805 * light[2]) / 0.9505
    let z: Double = (0.0193 * light[0] + 0.1192 * light[1] + 0.9505 * light[2]) / 1.089
    let f = [x, luminance, z].map { (value: Double) -> Double in
      value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }
}
