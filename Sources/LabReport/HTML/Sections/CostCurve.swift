// A cost over lengths, for one model.

import LabKit

/// A model with its costs over a grid of lengths and widths.
struct CostCurve {
  let id, name: String
  let style: SeriesStyle
  let record: ComplexityRecord

  /// The models whose costs were measured.
  static func all(_ context: ReportContext) -> [CostCurve] {
    context.styled.compactMap { model, style in
      model.complexity.map { CostCurve(id: model.id, name: context.name(of: model.id), style: style, record: $0) }
    }
  }

  /// The largest width with more than one length, or the largest of all.
  var width: Int {
    let widths = Dictionary(grouping: record.points, by: \.width)
    let long = widths.filter { $0.value.count > 1 }
    return (long.isEmpty ? widths : long).keys.max() ?? 0
  }

  /// The points of one width, short ones first.
  func points(_ points: [ComplexityRecord.Point]? = nil) -> [ComplexityRecord.Point] {
    (points ?? record.points).filter { $0.width == width }.sorted { $0.length < $1.length }
  }

  func fit(_ quantity: String) -> ComplexityRecord.Fit? { record.fits.first { $0.quantity == quantity } }
}
