// Losses and gradient norms step by step, on a dial.

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
    return .markup(Markup.tag("div", ["class": "watch"], dial.html + head + table.html))
  }
}
