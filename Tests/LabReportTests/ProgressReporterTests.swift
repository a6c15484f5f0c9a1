// The progress line, on a terminal, in a log and when nobody wants it.

import LabReport
import Testing

/// What was shown, and a clock that a test sets.
private final class Screen {
  var now = 100.0
  var shown: [String] = []

  func reporter(_ mode: ProgressReporter.Mode, total: Int = 1000) -> ProgressReporter {
    ProgressReporter(
      "lstm", total: total, unit: "tokens", mode: mode, style: .plain, clock: { self.now },
      write: { self.shown.append($0) })
  }
}

@Suite("Progress")
struct ProgressReporterTests {
  @Test("on a terminal, one line with bar, rate, time and note is drawn again at most ten times a second")
  func terminal() {
    let screen = Screen()
    let progress = screen.reporter(.terminal(width: 80))
    screen.now = 110
    progress.update(250, note: "loss 1.73")
    #expect(
      screen.shown == [
        "\r" + "lstm  ██▎         25 %  25.0 tokens/s  0:10 of ~0:40  loss 1.73\u{1B}[K"
      ])
    screen.now = 110.05
    progress.update(251)
    #expect(screen.shown.count == 1)
    for step in 1...1000 {
      screen.now = 110.05 + Double(step) / 1000
      progress.update(251 + step / 2)
    }
    #expect((9...11).contains(screen.shown.count - 1))
    for line in screen.shown { #expect(TextWidth.columns(line.replacing("\u{1B}[K", with: "")) < 80) }
  }

  @Test("the terminal is left clean: the line is removed, and nothing is drawn afterwards")
  func clean() {
    let screen = Screen()
    var progress: ProgressReporter? = screen.reporter(.terminal(width: 80))
    progress?.update(10)
    progress?.finish("done")
    progress?.finish("twice")
    progress?.update(20)
    progress = nil
    #expect(Array(screen.shown.dropFirst()) == ["\r\u{1B}[K", "done\n"])

    screen.shown = []
    progress = screen.reporter(.terminal(width: 80))
    progress?.update(10)
    progress = nil
    #expect(screen.shown.last == "\r\u{1B}[K")

    screen.shown = []
    _ = screen.reporter(.terminal(width: 80))
    #expect(screen.shown.isEmpty)
  }

  @Test("a message stands above the line, which is drawn again at once")
  func message() {
    let screen = Screen()
    let progress = screen.reporter(.terminal(width: 80))
    progress.update(10)
    progress.message("saved")
    progress.update(11)
    #expect(screen.shown.count == 4 && screen.shown[1...2] == ["\r\u{1B}[K", "saved\n"])
    #expect(screen.shown[3] == screen.shown[0])
  }

  @Test("the bar keeps its place and width whatever is noted; the rate goes first, then the end of the note")
  func steady() throws {
    let screen = Screen()
    let progress = screen.reporter(.terminal(width: 80))
    let notes = ["", "rnn 1, loss 0.72", "transformer 1, loss 0.72 and more", String(repeating: "word ", count: 30)]
    for note in notes {
      screen.now += 10
      progress.update(500, note: note)
    }
    for line in screen.shown { #expect(line.hasPrefix("\rlstm  ████▌       50 %  "), "\(line)") }
    #expect(screen.shown[1].contains("25.0 tokens/s  0:20 of ~0:40  rnn 1"))
    #expect(screen.shown[2].contains("50 %  0:30 of ~1:00  transformer 1, loss 0.72 and more"))
    #expect(screen.shown[3].contains("50 %  0:40 of ~1:20  word ") && screen.shown[3].contains("…"))
  }

  @Test("the time that is left is what the caller knows; without a unit there is no rate")
  func left() {
    let screen = Screen()
    let progress = ProgressReporter(
      "2/2", total: 1000, unit: nil, mode: .terminal(width: 80), style: .plain, clock: { screen.now },
      write: { screen.shown.append($0) })
    screen.now += 5
    progress.update(100, note: "copy", secondsLeft: 95)
    #expect(screen.shown == ["\r2/2  ▉           10 %  0:05 of ~1:40  copy\u{1B}[K"])
  }

  @Test("what is said on a terminal breaks between words, by the columns that they take")
  func wrapped() {
    let screen = Screen()
    let text = "lstm ends less than ten per cent below the 5-gram and 日本語日本語 too"
    screen.reporter(.terminal(width: 30)).message(text)
    #expect(
      screen.shown == ["lstm ends less than ten per\n  cent below the 5-gram and\n  日本語日本語 too\n"])
    screen.reporter(.lines).message(text)
    #expect(screen.shown.last == text + "\n")
    #expect(TextWidth.wrapped("a verylongwordindeed b", to: 6) == ["a", "verylongwordindeed", "b"])
    #expect(TextWidth.wrapped("one\ntwo three", to: 5, indent: 2) == ["one", "two", "  three"])
    #expect(TextWidth.wrapped("", to: 5) == [""])
  }

  @Test("a narrow terminal loses the bar first and is never overrun")
  func narrow() {
    for width in [1, 10, 30, 45, 60] {
      let screen = Screen()
      let progress = screen.reporter(.terminal(width: width))
      screen.now += 60
      progress.update(999, note: "loss 1.23456 and more\u{7}\n")
      let line = String(screen.shown[0].dropFirst()).replacing("\u{1B}[K", with: "")
      #expect(TextWidth.columns(line) < width && !line.contains("\n"))
    }
  }

  @Test("elsewhere, a plain line comes every tenth, but not more often than every two seconds")
  func lines() {
    let screen = Screen()
    let progress = screen.reporter(.lines)
    for step in 1...1000 {
      screen.now += 0.1
      progress.update(step)
    }
    progress.finish("done")
    #expect(screen.shown.count == 11 && screen.shown[0] == "lstm  10 %  10.0 tokens/s  0:10 of ~1:40\n")
    #expect(screen.shown.last == "done\n" && screen.shown.allSatisfy { !$0.contains("\u{1B}") })

    let quick = Screen()
    let short = quick.reporter(.lines)
    for step in 1...1000 {
      quick.now += 0.005
      short.update(step)
    }
    #expect(quick.shown.count == 2)
  }

  @Test("a log of unknown length gets a line every half minute")
  func unknownTotal() {
    let screen = Screen()
    let progress = screen.reporter(.lines, total: 0)
    for step in 1...100 {
      screen.now += 1
      progress.update(step * 2000)
    }
    #expect(screen.shown == ["0:30", "1:00", "1:30"].map { "lstm  2 000 tokens/s  \($0)\n" })
  }

  @Test("when quiet, nothing is shown at all")
  func quiet() {
    let screen = Screen()
    let progress = screen.reporter(.quiet)
    screen.now += 100
    progress.update(1000)
    progress.message("m")
    progress.finish("done")
    #expect(screen.shown.isEmpty)
    #expect(ProgressReporter.Mode.detected(descriptor: 99) == .lines)  // no such stream
  }

  @Test("durations and rates are short")
  func numbers() {
    #expect(ProgressReporter.duration(7) == "0:07" && ProgressReporter.duration(3723) == "1:02:03")
    #expect(ProgressReporter.duration(59.7) == "1:00" && ProgressReporter.duration(.nan) == "?")
    #expect(ProgressReporter.grouped(104_000) == "104 000" && ProgressReporter.grouped(1_234_567) == "1 234 567")
    #expect(ProgressReporter.grouped(12.34) == "12.3" && ProgressReporter.grouped(0.517) == "0.52")
    #expect(ProgressReporter.grouped(.infinity) == "?" && ProgressReporter.grouped(999.6) == "1 000")
  }
}
