// Labels that do not overlap.

/// Places labels beside or above a plot.
package enum Labels {
  /// The height of a line of text in a chart.
  package static let fontSize = 12.0

  /// Moves positions apart as little as possible, in the sense of least squares, keeping their order.
  ///
  /// Where there is not room enough for all, they are spread evenly.
  /// - Returns: Positions in the order given, each at least `gap` from the next and within the bounds.
  package static func spread(_ wanted: [Double], gap: Double, within bounds: ClosedRange<Double>) -> [Double] {
    guard !wanted.isEmpty else { return [] }
    let room = bounds.upperBound - bounds.lowerBound
    let gap = wanted.count > 1 ? min(gap, room / Double(wanted.count - 1)) : gap
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    // Without the gaps it is the nearest ascending sequence, found by pooling neighbours in the wrong order.
    var blocks: [(sum: Double, count: Int)] = []
    for (rank, index) in order.enumerated() {
      blocks.append((wanted[index] - Double(rank) * gap, 1))
      while blocks.count > 1, let last = blocks.last {
        let before = blocks[blocks.count - 2]
        guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
        blocks.removeLast(2)
        blocks.append((before.sum + last.sum, before.count + last.count))
      }
    }
    var result = wanted
    var rank = 0
    let highest = bounds.upperBound - Double(wanted.count - 1) * gap
    for block in blocks {
      let place = min(max(block.sum / Double(block.count), bounds.lowerBound), max(bounds.lowerBound, highest))
      for _ in 0..<block.count {
        result[order[rank]] = place + Double(rank) * gap
        rank += 1
      }
    }
    return result
  }

  /// The row of each label, so that those in a row do not touch: 0 for the first row.
  package static func rows(_ centres: [Double], widths: [Double], gap: Double = 8) -> [Int] {
    var ends: [Double] = []
    var result = Array(repeating: 0, count: centres.count)
    for index in centres.indices.sorted(by: { centres[$0] < centres[$1] }) {
      let (start, end) = (centres[index] - widths[index] / 2, centres[index] + widths[index] / 2)
      if let row = ends.firstIndex(where: { $0 + gap <= start }) {
        (ends[row], result[index]) = (end, row)
      } else {
        result[index] = ends.count
        ends.append(end)
      }
    }
    return result
  }

  /// About how wide a text is in a common sans-serif font: a little too wide rather than too narrow.
  package static func width(_ text: String, size: Double = fontSize) -> Double {
    text.reduce(0) { sum, character in
      switch character {
      case "i", "j", "l", "t", "f", "r", "I", ".", ",", ":", ";", "|", "'", "!", "(", ")", "·": sum + 0.36
      case "m", "w", "M", "W", "%", "—", "@": sum + 0.92
      case " ", "\u{202F}": sum + 0.31
      case "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻": sum + 0.42
      case _ where character.isUppercase: sum + 0.7
      default: sum + (character.isASCII ? 0.59 : Double(TextWidth.columns(character)) * 0.62)
      }
    } * size
  }
}
