// A cost over lengths, for one model.

import LabReport
import LabResults

/// A model with its costs over a grid of lengths and widths.
struct CostCurve {
  let id, name: String
  let style: SeriesStyle
  let record: ComplexityRecord

  init(_ model: Legend.Entry<ComplexityRecord>) {
    (id, name, style, record) = (model.id, model.name, model.style, model.part)
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
