// Small plots out of block characters, for a line of text or a cell of a table.

/// Plots in text.
public enum TextPlot {
  private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  /// A curve as one character per value, such as `▁▂▄▆█`; what is not finite is a space.
  ///
  /// - Parameters:
  ///   - range: The values of the lowest and the highest level; those of the curve if nil.
  ///   - width: The most characters; a longer curve is averaged down.
  public static func sparkline(_ values: [Double], range: ClosedRange<Double>? = nil, width: Int = 80) -> String {
    let shown = averaged(values, to: width)
    let finite = shown.filter(\.isFinite)
    guard let low = range?.lowerBound ?? finite.min(), let high = range?.upperBound ?? finite.max() else {
      return String(repeating: " ", count: shown.count)
    }
    return String(
      shown.map { value -> Character in
        guard value.isFinite else { return " " }
        let share = high > low ? min(max((value - low) / (high - low), 0), 1) : 0
        return levels[min(7, Int(share * 8))]
      })
  }

  /// A bar in proportion to a value, in steps of an eighth of a column; `width` columns stand for `maximum`.
  public static func bar(_ value: Double, of maximum: Double, width: Int) -> String {
    guard value.isFinite, value > 0, maximum > 0, width > 0 else { return "" }
    let steps = Int((min(value / maximum, 1) * Double(width * 8)).rounded())
    let full = String(repeating: "█", count: steps / 8)
    return steps % 8 == 0 ? full : full + String(eighths[steps % 8 - 1])
  }

  /// Means over `width` stretches of as equal a length as possible.
  private static func averaged(_ values: [Double], to width: Int) -> [Double] {
    guard width > 0, values.count > width else { return width > 0 ? values : [] }
    return (0..<width).map { column in
      let part = values[column * values.count / width..<(column + 1) * values.count / width]
      return part.reduce(0, +) / Double(part.count)
    }
  }
}
