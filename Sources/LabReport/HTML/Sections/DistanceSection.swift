// Right answers by how far back the answer lies.

import LabKit

/// Right answers for each kind of dependency.
struct DistanceSection {
  let context: ReportContext

  var section: PageSection? {
    guard let figure = DistanceFigures(context: context).apart else { return nil }
    let pointer =
      "The first figure of this page has all kinds of dependency together; here they are apart. A kind is the tag that the "
      + "grammar gives to words which an earlier one settles; lab corpus show lists them with their distances."
    return PageSection("distance", "Accuracy by distance", [PageSection.paragraph(pointer), .figure(figure)])
  }
}
