// What models wrote.

import LabKit

/// What every model wrote after the same words.
struct SampleSection {
  let context: ReportContext

  var section: PageSection? {
    let samples = context.models.compactMap { model in model.sample.map { (model: model, text: $0) } }
    guard !samples.isEmpty else { return nil }
    let prompt = context.results.prompt
    let intro =
      prompt.isEmpty
      ? Markup.text("p", [:], "Each model of the first seed that it finished, from nothing.")
      : Markup.tag(
        "p", [:], "Each model of the first seed that it finished went on after: " + Markup.text("code", [:], prompt))
    let items = samples.map { model, text in
      Markup.tag(
        "div", [:],
        Markup.text("h3", [:], context.name(of: model.id))
          // A long text would bury what comes after it.
          + Markup.text("pre", [:], text.count > 4000 ? text.prefix(4000) + "…" : text))
    }
    return PageSection(
      "samples", "What they write",
      [.markup(intro), .markup(Markup.tag("div", ["class": "samples"], items.joined(separator: "\n")))])
  }
}
