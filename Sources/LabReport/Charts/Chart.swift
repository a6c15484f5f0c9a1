// What every chart is: something that draws itself at a size.

/// Something that can be drawn in any size.
package protocol Chart {
  /// What kind of picture it is, and of what: a sentence for those who do not see it.
  var words: String { get }
  /// What is inside the `svg` element, and the height that it took.
  func drawing(_ size: ChartSize) -> Drawing
  /// The same to look at, for a picture by itself, which nobody points at.
  func stillDrawing(_ size: ChartSize) -> Drawing
}

extension Chart {
  /// Without what answers to a pointer: marks' texts, and discs that are there to be met.
  package func stillDrawing(_ size: ChartSize) -> Drawing {
    let drawing = drawing(size)
    let content = drawing.content.replacing(#/<circle class="h"[^>]*><title>[^<]*</title></circle>/#, with: "")
      .replacing(#/<title>[^<]*</title>/#, with: "")
    return Drawing(content: content, width: drawing.width, height: drawing.height)
  }
}

/// How large a chart is drawn, in its own units: pixels of a page that shows it whole.
package enum ChartSize: Sendable {
  /// Across the page.
  case wide
  /// Across a phone.
  case narrow
  /// Beside another.
  case half

  package var width: Double { self == .wide ? 720 : 360 }
  package var height: Double {
    switch self {
    case .wide: 380
    case .narrow: 320
    case .half: 260
    }
  }
}

/// A finished drawing.
package struct Drawing {
  package let content: String
  package let width, height: Double
}
