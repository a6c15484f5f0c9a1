// What counting loses, by how many tokens it looks at, as a figure.

import LabReport

/// The losses of a model that counts up to so many tokens.
struct NGramLosses: Encodable {
  let order: Int
  let validation, test, perplexity: Double
  /// Of a text that is cut into words.
  let testPerCharacter: OrNull<Double>
}

/// A curve over orders, beside the floor where there is one.
struct NGramFigure {
  let losses: [NGramLosses]
  let floor: Double?

  var figure: Figure {
    var csv = CSV(["order", "validation", "test"])
    for loss in losses { csv.add(["\(loss.order)", CSV.number(loss.validation), CSV.number(loss.test)]) }
    let best = losses.min { $0.test < $1.test }
    let points = losses.map {
      LineChart.Point(Double($0.order), $0.test, text: "order \($0.order): \(Numbers.loss($0.test)) nats")
    }
    let ends = [losses.first, losses.last].compactMap { $0.map { Numbers.loss($0.test) } }
    return Figure(
      id: "ngram", title: "Of models that count, the one of order \(best?.order ?? 1) predicts best",
      description: "Test loss by order: \(ends.joined(separator: " to ")) nats"
        + (best.map { ", \(Numbers.loss($0.test)) at order \($0.order)" } ?? "")
        + (floor.map { "; the floor is \(Numbers.loss($0))" } ?? "") + ".",
      panels: [
        .init(
          "",
          LineChart(
            x: Axis("order: so many tokens, the predicted one among them", includes: [1]),
            y: Axis("test loss, nats per token", .logarithmic), series: [.init("counting", SeriesStyle(0), points)],
            references: floor.map { [.init("floor", $0)] } ?? []))
      ], csv: csv)
  }
}
