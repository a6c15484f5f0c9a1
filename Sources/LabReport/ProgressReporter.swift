// Progress of a long piece of work on standard error: one living line on a terminal, few plain lines elsewhere.

import Foundation
import LabErrors
import LabResults

/// Shows how far a piece of work is, how fast it goes and how long it will take.
///
/// ```
/// lstm, seed 1  ████▋       52 %  104 000 tokens/s  0:12 of ~0:23  loss 1.73
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

    /// A text in lines that fit a terminal, the second and those after it indented; elsewhere as it is.
    public func wrapped(_ text: String) -> String {
      guard case .terminal(let width) = self else { return text }
      return TextWidth.wrapped(text, to: width, indent: 2).joined(separator: "\n")
    }
  }

  /// Shown at the beginning of the line.
  public let label: String
  /// The amount of work in all, in `unit`s.
  public private(set) var total: Int
  private let unit: String?
  private let mode: Mode
  private let style: Style
  private let clock: () -> Double
  private let write: (String) -> Void

  private let start: Double
  private var completed = 0
  private var note = ""
  private var secondsLeft: Double?
  private var isLineShown = false
  private var isFinished = false
  private var lastDrawing = -Double.infinity
  private var lastTenth = 0

  /// Begins; nothing is shown before the first ``update(_:note:secondsLeft:)``.
  ///
  /// - Parameters:
  ///   - total: The amount of work; 0 or less where it is not known.
  ///   - unit: What is counted, for the rate: "tokens"; nil where a rate tells nothing.
  ///   - clock: Seconds; for tests.
  ///   - write: Takes what is to be shown; standard error, unless told otherwise.
  public init(
    _ label: String, total: Int, unit: String? = "steps", mode: Mode = .detected(),
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
  /// - Parameters:
  ///   - note: What else is worth a glance, such as "loss 1.73".
  ///   - secondsLeft: How long the rest will take; as long for its share as what is done, if nil.
  public func update(_ completed: Int, note: String = "", secondsLeft: Double? = nil) {
    guard mode != .quiet, !isFinished else { return }
    (self.completed, self.note, self.secondsLeft) = (completed, printable(note), secondsLeft)
    let now = clock()
    switch mode {
    case .quiet: break
    case .terminal(let width):
      if now - lastDrawing >= 0.1 { draw(width: width, at: now) }
    case .lines:
      let tenth = total > 0 ? min(10, completed * 10 / total) : 0
      let silence = now - max(lastDrawing, start)
      guard silence >= (tenth > lastTenth ? 2 : 30) else { return }
      (lastDrawing, lastTenth) = (now, tenth)
      write(Self.joined([label, share, rate(at: now), time(at: now), note]) + "\n")
    }
  }

  /// There is more to do than was known.
  public func extend(by more: Int) { total += more }

  /// Shows a line of its own above the living one; on a terminal, it is broken between words where it is too long.
  public func message(_ text: String) {
    guard mode != .quiet else { return }
    let isShown = isLineShown
    clearLine()
    write(mode.wrapped(text) + "\n")
    // What comes next may take long without a word.
    if isShown, case .terminal(let width) = mode { draw(width: width, at: clock()) }
  }

  /// Removes the living line; further updates show nothing.
  ///
  /// - Parameter summary: A line that stays instead.
  public func finish(_ summary: String? = nil) {
    guard !isFinished else { return }
    isFinished = true
    clearLine()
    if let summary, mode != .quiet { write(mode.wrapped(summary) + "\n") }
  }

  /// Writes at once; a failure is ignored, as there is nowhere to report it.
  public static func writeToStandardError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// One column stays free: some terminals wrap when the last one is filled. The old line's rest is cleared.
  private func draw(width: Int, at now: Double) {
    (lastDrawing, isLineShown) = (now, true)
    write("\r" + terminalLine(width: width - 1, at: now) + "\u{1B}[K")
  }

  private func clearLine() {
    guard isLineShown else { return }
    isLineShown = false
    write("\r\u{1B}[K")
  }

  /// Label, bar, figures and note. The bar keeps its place and its width whatever stands behind it; where there is too little room, the
  /// rate is left out, and then the note is cut.
  private func terminalLine(width: Int, at now: Double) -> String {
    let barWidth = total > 0 && width >= 40 ? max(6, min(24, width / 8)) : 0
    let bar = TextPlot.bar(Double(completed), of: Double(total), width: barWidth)
    let padded = share.map { String(repeating: " ", count: max(0, 5 - $0.count)) + $0 }
    let head =
      barWidth == 0 ? label : label + "  " + bar + String(repeating: " ", count: barWidth - TextWidth.columns(bar))
    var line = Self.joined([head, padded, rate(at: now), time(at: now), note])
    if TextWidth.columns(line) > width { line = Self.joined([head, padded, time(at: now), note]) }
    line = TextWidth.cut(line, to: width)
    guard barWidth > 0 else { return line }
    return style(label, .strong) + "  " + style(bar, .accent) + line.dropFirst(label.count + 2 + bar.count)
  }

  private static func joined(_ parts: [String?]) -> String {
    parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private var share: String? { total > 0 ? "\(min(100, completed * 100 / total)) %" : nil }

  private func rate(at now: Double) -> String? {
    guard let unit, now > start, completed > 0 else { return nil }
    return "\(Self.grouped(Double(completed) / (now - start))) \(unit)/s"
  }

  private func time(at now: Double) -> String {
    let elapsed = now - start
    let left =
      total > completed && completed > 0 && elapsed >= 1 ? elapsed * Double(total - completed) / Double(completed) : nil
    return Self.duration(elapsed) + ((secondsLeft ?? left).map { " of ~" + Self.duration(elapsed + $0) } ?? "")
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
