// Tables, their alignment and their colours.

import LabReport
import Testing

@Suite("Tables and text")
struct TableTests {
  private func sample() -> Table {
    var table = Table(
      title: "Losses", columns: [.init("model"), .init("loss", .decimal), .init("tokens/s", .right)])
    table.addRow(["rnn", "1.85", "120 000"])
    table.addRow([.init("lstm", .good), "12.6", "45 000"])
    table.addRow(["birnn", "–"])
    table.addRow(["uniform", "4", "1"])
    return table
  }

  @Test("columns line up: left, right and by the decimal point")
  func aligned() {
    #expect(
      sample().text() == """
        Losses
        model     loss  tokens/s
        ────────────────────────
        rnn       1.85   120 000
        lstm     12.6     45 000
        birnn     –
        uniform   4            1

        """)
  }

  @Test("colours surround the text and do not shift it")
  func coloured() {
    let lines = sample().text(style: Style(isColoured: true)).split(separator: "\n")
    #expect(lines[4] == "\u{1B}[32mlstm\u{1B}[0m     12.6     45 000")
    #expect(lines[1].hasPrefix("\u{1B}[1mmodel\u{1B}[0m     \u{1B}[1mloss"))
  }

  @Test("a table that is too wide has its widest text cut, never a number")
  func narrow() {
    var table = Table(columns: [.init("claim"), .init("measured", .decimal), .init("verdict")])
    table.addRow([.init(String(repeating: "日本", count: 40)), "123456.789", "supported"])
    table.addRow(["short", "1.5", "open"])
    let lines = table.text(width: 50).split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { TextWidth.columns($0) <= 50 })
    #expect(lines[2].contains("…") && lines[2].contains("123456.789  supported"))
    #expect(TextWidth.columns(lines[1]) == 50)
    // Where nothing can give way, the numbers stay whole.
    #expect(table.text(width: 5).contains("123456.789"))
  }

  @Test("an empty table has its heading")
  func empty() {
    #expect(Table(columns: [.init("a"), .init("b", .decimal)]).text() == "a  b\n────\n")
    #expect(Table(columns: []).text() == "\n\n")
  }

  @Test("widths: wide characters take two columns, marks none")
  func widths() {
    #expect(TextWidth.columns("abc") == 3 && TextWidth.columns("") == 0)
    #expect(TextWidth.columns("e\u{301}") == 1 && TextWidth.columns("日本") == 4)
    #expect(TextWidth.columns("🙂") == 2 && TextWidth.columns("👩‍👩‍👧") == 2 && TextWidth.columns("❤️") == 2)
    #expect(TextWidth.columns("▁█│–…·") == 6)
    #expect(TextWidth.cut("abcdef", to: 4) == "abc…" && TextWidth.cut("abcd", to: 4) == "abcd")
    #expect(TextWidth.cut("日本語", to: 4) == "日…" && TextWidth.cut("abc", to: 0) == "")
  }

  @Test("NO_COLOR and dumb terminals turn colours off")
  func style() {
    #expect(Style.plain("x", .bad) == "x")
    #expect(Style(isColoured: true)("x", nil) == "x" && Style(isColoured: true)("", .bad) == "")
    #expect(Style(isColoured: true)("x", .bad) == "\u{1B}[31mx\u{1B}[0m")
    #expect(Style.allowsColour(["TERM": "xterm"]) && Style.allowsColour(["NO_COLOR": ""]))
    #expect(!Style.allowsColour(["NO_COLOR": "1"]) && !Style.allowsColour(["TERM": "dumb"]))
    #expect(!Style.detected(descriptor: 99, environment: [:]).isColoured)  // no such stream
  }

  @Test("curves and bars")
  func plots() {
    #expect(TextPlot.sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(TextPlot.sparkline([1, .nan, 2]) == "▁ █" && TextPlot.sparkline([3, 3]) == "▁▁")
    #expect(TextPlot.sparkline([]) == "" && TextPlot.sparkline([.nan]) == " ")
    #expect(TextPlot.sparkline([-5, 0.5, 9], range: 0...1) == "▁▅█")
    #expect(TextPlot.sparkline((0..<160).map(Double.init), width: 8) == "▁▂▃▄▅▆▇█")
    #expect(TextPlot.bar(1, of: 2, width: 4) == "██" && TextPlot.bar(5, of: 2, width: 3) == "███")
    #expect(TextPlot.bar(3, of: 16, width: 2) == "▍" && TextPlot.bar(0, of: 2, width: 4) == "")
    #expect(TextPlot.bar(.nan, of: 2, width: 4) == "" && TextPlot.bar(1, of: 0, width: 4) == "")
  }
}
