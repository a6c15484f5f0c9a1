// What models wrote.

import LabReport
import LabResults

/// What every model wrote after the same words.
struct SampleSection {
  let prompt: String
  let samples: [Legend.Entry<String>]

  var section: PageSection? {
    guard !samples.isEmpty else { return nil }
    let intro =
      prompt.isEmpty
      ? Markup.text("p", [:], "Each model of the first seed that it finished, from nothing.")
      : Markup.tag(
        "p", [:], "Each model of the first seed that it finished went on after: " + Markup.text("code", [:], prompt))
    let items = samples.map { sample in
      Markup.tag(
        "div", [:],
        Markup.text("h3", [:], sample.name)
          // A long text would bury what comes after it.
          + Markup.text("pre", [:], sample.part.count > 4000 ? sample.part.prefix(4000) + "…" : sample.part))
    }
    return PageSection(
      "samples", "What they write",
      [.markup(intro), .markup(Markup.tag("div", ["class": "samples"], items.joined(separator: "\n")))])
  }
}
