// Losses, gradient norms and right answers step by step, on a dial.

import LabResults

/// The steps of training that were noted, and what each model had reached at them.
struct TrainingSteps {
  let context: ReportContext

  /// The noted steps of the run with the most of them; runs are noted at the same steps.
  private var steps: [Int] {
    (context.models.flatMap(\.gradientNorms).max { $0.steps.count < $1.steps.count }?.steps ?? []).map(\.step)
  }

  /// Where the dial stands in figures of training.
  var cursor: LineChart.Cursor? {
    steps.count > 1 ? LineChart.Cursor("step", steps.map(Double.init)) : nil
  }

  /// The dial, and the numbers that follow it: those of the last step, until somebody turns it.
  var part: PageSection.Part? {
    let steps = steps
    guard steps.count > 1 else { return nil }
    let dial = Dial(
      "step", "training step", labels: steps.map(Numbers.count), start: steps.count - 1, isSlider: true)
    var table = HTMLTable(
      "", [.text("model"), .number("training loss, nats"), .number("gradient norm"), .number("learning rate")])
    for (model, style) in context.styled where TrainingSection.isTrained(model) {
      func texts(_ value: (TrainingStep) -> Double, _ text: (Double) -> String) -> String {
        let byStep = Dictionary(grouping: model.gradientNorms.flatMap(\.steps), by: \.step)
        return dial.text(
          steps.map { step in byStep[step].map { text(Statistics.mean($0.map(value))) } ?? Numbers.none })
      }
      table.add(
        markup: [
          Markup.escaped(context.name(of: model.id)), texts(\.loss, Numbers.loss),
          texts(\.gradientNorm) { Numbers.significant($0, 2) }, texts(\.learningRate) { Numbers.significant($0, 2) },
        ], of: style)
    }
    let head = Markup.tag(
      "p", ["class": "at"], Markup.escaped("At step ") + dial.text(steps.map(Numbers.count)) + ", means over seeds:")
    return .markup(Markup.tag("div", ["class": "watch"], dial.html + head + table.html + answers(dial)))
  }

  /// Right answers by distance as they were last looked at, of the kind that is asked over the most distances; empty where nobody looked.
  private func answers(_ dial: Dial) -> String {
    let looks = context.styled.compactMap { model, style in
      model.gradientNorms.compactMap(\.answers).first.map { (model: model, style: style, looks: $0) }
    }
    let all = looks.first?.looks.last?.groups ?? []
    let kinds = Dictionary(grouping: all.filter { $0.asked >= Self.enough }, by: \.kind)
    guard let groups = kinds.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) })?.value else { return "" }
    var table = HTMLTable("", [.text("model")] + groups.map { .number("\($0.range) back") })
    for (model, style, looks) in looks {
      let cells = groups.map { group in
        dial.text(
          steps.map { step in
            // Steps are counted from 0, and a look is after so many.
            let look = looks.last { $0.step <= step + 1 }
            let found = look?.groups.first { $0.kind == group.kind && $0.range == group.range }
            return found.map { Numbers.percent(Double($0.right) / Double(max(1, $0.asked))) } ?? Numbers.none
          })
      }
      table.add(markup: [Markup.escaped(context.name(of: model.id))] + cells, of: style)
    }
    table.add(["by the grammar alone"] + groups.map { Numbers.percent($0.chance) }, isQuiet: true)
    table.add(["best possible"] + groups.map { Numbers.percent($0.ceiling) }, isQuiet: true)
    let counts = groups.map(\.asked)
    let last = Markup.text(
      "p", ["class": "at"],
      "Right answers to “\(groups[0].kind)” by tokens back, as last looked at (first seed, "
        + "\(counts.min() ?? 0) to \(counts.max() ?? 0) answers each; after "
        + Phrase.list(looks[0].looks.map { Numbers.count($0.step) }) + " steps):")
    return last + table.html
  }

  /// With fewer answers, a share says little.
  private static let enough = 50
}
