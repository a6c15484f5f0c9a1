// How the losses of a training went, as a figure.

import LabReport
import LabResults

/// The losses on the training part and on the validation part, by step.
struct LearningFigure {
  /// The looks at the validation part, that after the last step among them.
  let looks: [ValidationLook]
  /// What was noted of steps.
  let history: [TrainingStep]
  /// What a model predicts: "token" or "blank".
  let unit: String

  /// The mean training loss between the look before and each look; nil where nothing was noted.
  private var trainingLosses: [Double?] {
    looks.indices.map { index in
      let since = index == 0 ? 0 : looks[index - 1].step
      let losses = history.filter { (since..<looks[index].step).contains($0.step) }.map(\.loss).filter(\.isFinite)
      return losses.isEmpty ? nil : Statistics.mean(losses)
    }
  }

  var figure: Figure {
    let training = trainingLosses
    var csv = CSV(["step", "training loss", "validation loss"])
    for (look, loss) in zip(looks, training) {
      csv.add(["\(look.step)", CSV.number(loss), CSV.number(look.loss)])
    }
    func series(_ name: String, _ style: Int, _ losses: [Double?]) -> LineChart.Series {
      let points = zip(looks, losses).compactMap { look, loss in
        loss.map {
          LineChart.Point(Double(look.step), $0, text: "\(name), step \(look.step): \(Numbers.loss($0)) nats")
        }
      }
      return LineChart.Series(name, SeriesStyle(style), points)
    }
    return Figure(
      id: "learning", title: title,
      description: "Losses by step. "
        + [("Training", training), ("Validation", looks.map { Optional($0.loss) })].map { name, losses in
          "\(name): " + words(losses)
        }.joined(separator: " "),
      caption: "Training: the mean since the look before.",
      panels: [
        .init(
          "",
          LineChart(
            x: Axis("training step", includes: [0]), y: Axis("loss, nats per \(unit)", includes: [0]),
            series: [series("training", 0, training), series("validation", 1, looks.map(\.loss))]))
      ], csv: csv)
  }

  private var best: ValidationLook? { looks.min { $0.loss < $1.loss } }

  /// Whether the loss has risen since its best, by more than looks differ by chance.
  private var title: String {
    guard let best, let last = looks.last else { return "Losses by step" }
    guard last.loss > best.loss * 1.01 else {
      return "After step \(last.step), the validation loss is \(Numbers.loss(last.loss)) nats, and falls still"
    }
    return "What was not read is predicted best after step \(best.step), with \(Numbers.loss(best.loss)) nats; after "
      + "step \(last.step) the loss is \(Numbers.loss(last.loss)) there"
  }

  /// The first loss, the least and the last.
  private func words(_ losses: [Double?]) -> String {
    let known = zip(looks, losses).compactMap { look, loss in loss.map { (step: look.step, loss: $0) } }
    guard let first = known.first, let least = known.min(by: { $0.loss < $1.loss }), let last = known.last else {
      return "nothing was noted."
    }
    let middle = least.step == last.step ? "" : "\(Numbers.loss(least.loss)) at step \(least.step), "
    return "\(Numbers.loss(first.loss)) nats at step \(first.step), \(middle)\(Numbers.loss(last.loss)) at step "
      + "\(last.step)."
  }
}
