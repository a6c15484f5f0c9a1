// Progress of a long piece of work on standard error: one living line on a terminal, few plain lines elsewhere.

import Foundation
import LabErrors
import LabResults

/// Shows how far a piece of work is, how fast it goes and how long it will take.
///
/// ```
/// lstm, seed 1  ████████████▌           52 %  104 000 tokens/s  0:12 of about 0:23  loss 1.73
/// ```
/// On a terminal the line is drawn again at most ten times a second; ``finish(_:)`` removes it. Elsewhere a plain line
/// appears every tenth of the work, and at most every few seconds. The cursor is never hidden, so that an interrupted
/// program leaves nothing to repair.
public final class ProgressReporter {
  /// Where the progress goes.
  public enum Mode: Equatable, Sendable {
    /// One living line on a terminal of so many columns.
    case terminal(width: Int)
    /// Plain lines now and then, for files and pipes.
    case lines
    /// Nothing at all.
    case quiet

    /// What suits a stream: the width of its terminal, or plain lines.
    public static func detected(
      descriptor: Int32 = 2, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Mode {
      guard isatty(descriptor) == 1, environment["TERM"] != "dumb" else { return .lines }
      var size = winsize()
      guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return .terminal(width: 80) }
      return .terminal(width: Int(size.ws_col))
    }
  }

  /// Shown at the beginning of the line.
  public let label: String
  /// The amount of work in all, in `unit`s.
  public private(set) var total: Int
  private let unit: String
  private let mode: Mode
  private let style: Style
  private let clock: () -> Double
  private let write: (String) -> Void

  private let start: Double
  private var completed = 0
  private var note = ""
  private var isLineShown = false
  private var isFinished = false
  private var lastDrawing = -Double.infinity
  private var lastTenth = 0

  /// Begins; nothing is shown before the first ``update(_:note:)``.
  ///
  /// - Parameters:
  ///   - total: The amount of work; 0 or less where it is not known.
  ///   - unit: What is counted, for the rate: "tokens".
  ///   - clock: Seconds; for tests.
  ///   - write: Takes what is to be shown; standard error, unless told otherwise.
  public init(
    _ label: String, total: Int, unit: String = "steps", mode: Mode = .detected(),
    style: Style = .detected(descriptor: 2),
    clock: @escaping () -> Double = { ProcessInfo.processInfo.systemUptime },
    write: @escaping (String) -> Void = ProgressReporter.writeToStandardError
  ) {
    (self.label, self.total, self.unit, self.mode) = (printable(label), total, unit, mode)
    (self.style, self.clock, self.write) = (style, clock, write)
    start = clock()
  }

  deinit { finish() }

  /// Tells how much is done, in all; draws if it is time to.
  ///
  /// - Parameter note: What else is worth a glance, such as "loss 1.73".
  public func update(_ completed: Int, note: String = "") {
    guard mode != .quiet, !isFinished else { return }
    self.completed = completed
    self.note = printable(note)
    let now = clock()
    switch mode {
    case .quiet: break
    case .terminal(let width):
      guard now - lastDrawing >= 0.1 else { return }
      lastDrawing = now
      isLineShown = true
      // One column stays free: some terminals wrap when the last one is filled. The old line's rest is cleared.
      write("\r" + terminalLine(width: width - 1, at: now) + "\u{1B}[K")
    case .lines:
      let tenth = total > 0 ? min(10, completed * 10 / total) : 0
      let silence = now - max(lastDrawing, start)
      guard silence >= (tenth > lastTenth ? 2 : 30) else { return }
      (lastDrawing, lastTenth) = (now, tenth)
      write(([label] + parts(at: now)).joined(separator: "  ") + "\n")
    }
  }

  /// There is more to do than was known.
  public func extend(by more: Int) { total += more }

  /// Shows a line of its own above the living one.
  public func message(_ text: String) {
    guard mode != .quiet else { return }
    clearLine()
    write(text + "\n")
    lastDrawing = mode == .lines ? lastDrawing : -.infinity
  }

  /// Removes the living line; further updates show nothing.
  ///
  /// - Parameter summary: A line that stays instead.
  public func finish(_ summary: String? = nil) {
    guard !isFinished else { return }
    isFinished = true
    clearLine()
    if let summary, mode != .quiet { write(summary + "\n") }
  }

  /// Writes at once; a failure is ignored, as there is nowhere to report it.
  public static func writeToStandardError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  private func clearLine() {
    guard isLineShown else { return }
    isLineShown = false
    write("\r\u{1B}[K")
  }

  /// Label, bar and figures; the bar takes what is left, and goes first where there is too little.
  private func terminalLine(width: Int, at now: Double) -> String {
    let figures = parts(at: now).joined(separator: "  ")
    let room = width - TextWidth.columns(label) - TextWidth.columns(figures) - 4
    let barWidth = min(24, room)
    guard total > 0, barWidth >= 6 else { return TextWidth.cut(label + "  " + figures, to: width) }
    let bar = TextPlot.bar(Double(completed), of: Double(total), width: barWidth)
    let rest = String(repeating: " ", count: barWidth - TextWidth.columns(bar))
    return style(label, .strong) + "  " + style(bar, .accent) + rest + "  " + figures
  }

  private func parts(at now: Double) -> [String] {
    let elapsed = now - start
    var parts: [String] = []
    if total > 0 { parts.append("\(min(100, completed * 100 / total)) %") }
    if elapsed > 0, completed > 0 {
      parts.append("\(ProgressReporter.grouped(Double(completed) / elapsed)) \(unit)/s")
    }
    var time = ProgressReporter.duration(elapsed)
    if total > completed, completed > 0, elapsed >= 1 {
      time += " of about " + ProgressReporter.duration(elapsed * Double(total) / Double(completed))
    }
    parts.append(time)
    if !note.isEmpty { parts.append(note) }
    return parts
  }

  /// A duration as minutes and seconds, or hours, minutes and seconds: `0:07`, `1:02:03`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
    let whole = Int(seconds.rounded())
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    let (minutes, rest) = (whole / 60, two(whole % 60))
    return minutes < 60 ? "\(minutes):\(rest)" : "\(minutes / 60):\(two(minutes % 60)):\(rest)"
  }

  /// A rate with spaces between thousands; three significant figures below 100: `104 000`, `12.3`, `0.52`.
  package static func grouped(_ rate: Double) -> String {
    guard rate.isFinite, rate >= 0, rate < 1e18 else { return "?" }
    if rate < 100 { return String(format: rate < 10 ? "%.2f" : "%.1f", rate) }
    var digits = String(Int(rate.rounded()))[...]
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return ([digits] + groups).joined(separator: " ")
  }
}
