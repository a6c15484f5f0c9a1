// The terms in length and width that a cost may be made of.

import Foundation

/// A term in the length n and the width d of a sum that is fitted to a cost.
enum ComplexityTerm: String, CaseIterable {
  case lengthWidth2 = "n·d²"
  case length2Width = "n²·d"
  case lengthWidth = "n·d"
  case length2 = "n²"
  case width2 = "d²"
  case length = "n"
  case width = "d"
  case lengthLogWidth = "n·log₂ d"
  case logLength = "log₂ n"
  case logWidth = "log₂ d"
  case one = "1"

  func callAsFunction(_ point: ComplexityRecord.Point) -> Double {
    let (n, d) = (Double(point.length), Double(point.width))
    return switch self {
    case .lengthWidth2: n * d * d
    case .length2Width: n * n * d
    case .lengthWidth: n * d
    case .length2: n * n
    case .width2: d * d
    case .length: n
    case .width: d
    case .lengthLogWidth: n * log2(d)
    case .logLength: log2(n)
    case .logWidth: log2(d)
    case .one: 1
    }
  }
}
