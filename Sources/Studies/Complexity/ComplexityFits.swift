// The formulas that were fitted to costs: their values, how they are written, and how far they can be trusted.

import Foundation
import LabReport
import LabResults

extension ComplexityRecord.Fit {
  /// The fitted sum for a length and a width; nil where a term's name is not a product of powers of n and d.
  package func value(length: Int, width: Int) -> Double? {
    var sum = 0.0
    for term in terms {
      guard let factor = Self.value(of: term.name, length: Double(length), width: Double(width)) else { return nil }
      sum += term.coefficient * factor
    }
    return sum
  }

  private static func value(of name: String, length: Double, width: Double) -> Double? {
    var product = 1.0
    for factor in name.split(whereSeparator: { "·*×".contains($0) }) {
      switch factor.trimmingCharacters(in: .whitespaces) {
      case "1": break
      case "n": product *= length
      case "n²", "n^2": product *= length * length
      case "n³", "n^3": product *= length * length * length
      case "d": product *= width
      case "d²", "d^2": product *= width * width
      case "d³", "d^3": product *= width * width * width
      case "log₂ n": product *= log2(length)
      case "log₂ d": product *= log2(width)
      default: return nil
      }
    }
    return product
  }

  /// Whether the sum is what was counted, but for rounding.
  var isExact: Bool { largestResidual < 1e-6 }
  /// Whether it misses some point by more than a twentieth of it.
  var isRough: Bool { largestResidual > 0.05 }

  /// "6.1·n·d² + 4·n²·d − 2·d", with two digits unless the fit is exact, and "≈" before a rough one.
  var formula: String {
    let parts = terms.enumerated().map { index, term in
      let sign = term.coefficient < 0 ? (index == 0 ? "−" : " − ") : index == 0 ? "" : " + "
      return sign + Self.factor(abs(term.coefficient), isExact) + (term.name == "1" ? "" : "·" + term.name)
    }
    return (isRough ? "≈ " : "") + parts.joined()
  }

  private static func factor(_ size: Double, _ isExact: Bool) -> String {
    if isExact, abs(size - size.rounded()) < 1e-6 * max(1, size) { return Numbers.fixed(size.rounded(), 0) }
    guard size >= 100, size < 1e12 else { return Numbers.significant(size, 2) }
    let step = pow(10, floor(log10(size)) - 1)
    return Numbers.fixed((size / step).rounded() * step, 0)
  }
}

/// The fits of all models in a table, and words on how good they are.
struct ComplexityFits {
  let curves: [CostCurve]

  /// A row for each model and quantity.
  var table: HTMLTable {
    var table = HTMLTable(
      "Formulas fitted to the counts, with the slopes that the upper half of the grid shows",
      [
        .text("model"), .text("quantity"), .text("fit"), .number("R²"), .number("largest error"), .number("n to the"),
        .number("d to the"),
      ])
    for curve in curves {
      for fit in curve.record.fits {
        table.add([
          curve.name, Self.withUnit(fit.quantity), fit.formula, Numbers.fixed(fit.rSquared, 4),
          Numbers.percent(fit.largestResidual, 1),
          Numbers.fixed(fit.lengthExponent, 2), Numbers.fixed(fit.widthExponent, 2),
        ])
      }
    }
    return table
  }

  /// How far the formulas can be trusted.
  var words: PageSection.Part? {
    let fits = curves.flatMap(\.record.fits)
    let rough = ComplexityQuantity.allCases.compactMap { quantity -> String? in
      let residuals = fits.filter { $0.quantity == quantity.rawValue && $0.isRough }.map(\.largestResidual).sorted()
      guard let least = residuals.first, let most = residuals.last else { return nil }
      let (from, to) = (Numbers.percent(least), Numbers.percent(most))
      return "\(quantity.rawValue) (off by \(from == to ? to : "\(from) to \(to)"))"
    }
    guard !fits.isEmpty else { return nil }
    var text = "Largest error: by how much a formula misses the point that it fits worst."
    if !rough.isEmpty {
      text += " Those with ≈ are rough guides: \(Phrase.list(rough))."
      if fits.contains(where: { $0.quantity == ComplexityQuantity.peakBytes.rawValue && $0.isRough }) {
        text +=
          " Buffers are used again and the output layer works in blocks that stop growing with n, so that the peak is no "
          + "plain sum of terms: trust its points in the next figure."
      }
    }
    return PageSection.paragraph(text, quiet: true)
  }

  /// A quantity and the unit that its formula gives.
  private static func withUnit(_ quantity: String) -> String {
    switch ComplexityQuantity(rawValue: quantity) {
    case .mixerWork, .work: quantity + ", FLOP"
    case .span: quantity + ", operations"
    case .peakBytes, .milliseconds, nil: quantity
    }
  }
}
