// The tables of losses, costs and every single run.

import LabResults

/// All numbers in tables.
struct RunsSection {
  let context: ReportContext

  private var results: ComparisonResults { context.results }

  var section: PageSection? {
    PageSection(
      "numbers", "All numbers",
      [PageSection.table(losses), PageSection.table(costs), PageSection.table(runs)])
  }

  private var losses: HTMLTable {
    let floors = results.corpus.floors
    var table = HTMLTable(
      "Loss on the test part, nats per token",
      [.text("model"), .number("next token"), .number("above floor"), .number("blank"), .number("blanks right")])
    if let floor = floors.nextToken {
      table.add(
        ["floor", Numbers.loss(floor), "0", floors.blank.map(Numbers.loss) ?? Numbers.none, Numbers.none], isQuiet: true
      )
    }
    if let left = floors.blankLeft {
      table.add(["floor, left side", Numbers.none, Numbers.none, Numbers.loss(left), Numbers.none], isQuiet: true)
    }
    for model in context.models {
      let gap = model.aboveFloor.map { Numbers.signed($0.mean, 3) }
      table.add([
        context.name(of: model.id), model.nextToken.map { Numbers.withInterval($0) } ?? Numbers.none,
        gap ?? Numbers.none,
        model.fillBlank.map { Numbers.withInterval($0) } ?? "stopped",
        model.fillBlankAccuracy.map { Numbers.percent($0.mean, 1) } ?? Numbers.none,
      ])
    }
    for baseline in results.baselines.sorted(by: { $0.nextToken < $1.nextToken }) {
      let gap = floors.nextToken.map { Numbers.signed(baseline.nextToken - $0, 3) } ?? Numbers.none
      table.add(
        [baseline.id, Numbers.loss(baseline.nextToken), gap, Numbers.loss(baseline.fillBlank), Numbers.none],
        isQuiet: true)
    }
    return table
  }

  private var costs: HTMLTable {
    var table = HTMLTable(
      "Cost of training; body: parameters outside the embedding and the head",
      [
        .text("model"), .number("layers"), .number("width"), .number("parameters"), .number("body"),
        .number("learning rate"),
        .number("kFLOP/token"), .number("span"), .number("peak memory"), .number("seconds"),
      ])
    for model in context.models {
      let rate = results.protocol.searches[model.id]?.chosen.learningRate
      table.add([
        context.name(of: model.id), "\(model.layers)", "\(model.width)", Numbers.count(model.parameters),
        Numbers.count(model.bodyParameters),
        rate.map { Numbers.significant($0, 2) } ?? Numbers.none, Numbers.fixed(model.flopsPerToken / 1e3, 0),
        Numbers.count(model.span), Numbers.bytes(Double(model.peakBytes)), Numbers.fixed(model.seconds, 1),
      ])
    }
    return table
  }

  private var runs: HTMLTable {
    var table = HTMLTable(
      "Every run",
      [
        .text("model"), .number("seed"), .number("next token"), .number("blank"), .number("blanks right"),
        .number("last training loss"), .number("last gradient norm"), .number("steps"),
      ])
    for model in context.models {
      let finished = context.finishedSeeds(of: model)
      for history in model.gradientNorms {
        func value(_ estimate: Estimate?) -> Double? {
          guard let estimate, let index = finished.firstIndex(of: history.seed), estimate.values.count == finished.count
          else { return nil }
          return estimate.values[index]
        }
        let last = history.steps.last
        table.add([
          context.name(of: model.id), "\(history.seed)", value(model.nextToken).map(Numbers.loss) ?? Numbers.none,
          value(model.fillBlank).map(Numbers.loss) ?? Numbers.none,
          value(model.fillBlankAccuracy).map { Numbers.percent($0, 1) } ?? Numbers.none,
          last.map { Numbers.loss($0.loss) } ?? Numbers.none,
          last.map { Numbers.significant($0.gradientNorm) } ?? Numbers.none,
          last.map { Numbers.fixed(Double($0.step) + 1, 0) } ?? "0",
        ])
      }
    }
    return table
  }
}
