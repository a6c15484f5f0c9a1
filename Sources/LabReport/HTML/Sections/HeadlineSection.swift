// The figure that a report opens with.

import LabKit

/// The one picture that says most: right answers by distance. A text without tagged dependencies has none.
struct HeadlineSection {
  let context: ReportContext

  var section: PageSection? {
    guard let figure = DistanceFigures(context: context).together else { return nil }
    return PageSection("picture", "The picture that says most", [.figure(figure)])
  }
}
