// Norms of gradients over training, of all parameters and of their groups.

import Foundation
import LabResults

struct GradientNormSection {
  let context: ReportContext

  private var models: [(model: ComparisonResults.ModelRecord, style: SeriesStyle)] {
    context.styled.filter { TrainingSection.isTrained($0.model) }
  }

  var section: PageSection? {
    guard !models.isEmpty else { return nil }
    return PageSection("norms", "Gradient norms over training", [.figure(whole)], folded: [groups.map { .figure($0) }])
  }

  private var whole: Figure {
    let series = models.map { model, style in
      LineChart.meanSeries(context.name(of: model.id), style, model.gradientNorms, unit: "") { $0.gradientNorm }
    }
    let ends = models.map { (name: context.name(of: $0.model.id), norm: Self.end(of: $0.model)) }
    let sorted = ends.filter(\.norm.isFinite).sorted { $0.norm < $1.norm }
    var title = "Gradient norms over training"
    if let least = sorted.first, let most = sorted.last {
      title =
        least.name == most.name
        ? "At the end of training, the gradient of the \(least.name) has a norm of \(Numbers.significant(least.norm, 2))"
        : "At the end of training, gradients are smallest in the \(least.name), with a norm of "
          + "\(Numbers.significant(least.norm, 2)), and largest in the \(most.name), with \(Numbers.significant(most.norm, 2))"
    }
    var chart = LineChart(
      x: Axis("training step"), y: Axis("gradient norm, nats per unit of parameter", .logarithmic), series: series)
    chart.cursor = TrainingSteps(context: context).cursor
    return Figure(
      id: "gradient-norms", title: title,
      description: "Norm of the whole gradient before clipping, against steps. Median over the last fifth: "
        + ends.map { "\($0.name) \(Numbers.significant($0.norm, 2))" }.joined(separator: ", ") + ".",
      caption: "The norm of the whole gradient before it is clipped at 1. Thin: single seeds; thick: their mean.",
      panels: [.init("", chart)], csv: csv)
  }

  /// A panel for each model, a line for each group of its parameters.
  private var groups: Figure? {
    let charts = models.compactMap { model, style -> (title: String, style: SeriesStyle, chart: LineChart)? in
      let names = Self.largestGroups(model)
      guard names.count > 1 else { return nil }
      // Where a name is too long for a label, all do without the word that the others share.
      let isLong = names.contains { TextWidth.columns($0) > 20 }
      let series = names.enumerated().map { index, name in
        let label = isLong ? name.replacingOccurrences(of: "layer ", with: "") : name
        return LineChart.meanSeries(TextWidth.cut(label, to: 20), SeriesStyle(index), model.gradientNorms, unit: "") {
          step in
          step.groups.first { $0.group == name }?.norm ?? .nan
        }
      }
      var chart = LineChart(
        x: Axis("training step"), y: Axis("gradient norm", .logarithmic), series: series.map(Self.withoutRuns))
      chart.cursor = TrainingSteps(context: context).cursor
      return (context.name(of: model.id), style, chart)
    }
    guard !charts.isEmpty else { return nil }
    let panels = zip(charts, LineChart.onOneScale(charts.map(\.chart))).map {
      Figure.Panel($0.title, $1, of: $0.style)
    }
    let largest = models.compactMap { model, _ -> (group: String, model: String)? in
      let ends = Self.groupNames(model).map { name in (name: name, norm: Self.end(of: model, group: name)) }
      return ends.filter(\.norm.isFinite).max { $0.norm < $1.norm }.map { ($0.name, context.name(of: model.id)) }
    }
    let groups = largest.map(\.group).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let places =
      groups.count == 1 && largest.count > 1
      ? "\(largest[0].group) in every model"
      : groups.map { group in
        "\(group) in the " + Phrase.list(largest.filter { $0.group == group }.map(\.model))
      }.joined(separator: "; ")
    return Figure(
      id: "gradient-norms-by-group",
      title: "The parameters with the largest gradient at the end of training: \(places)",
      description: models.map { model, _ in
        let ends = Self.groupNames(model).map { "\($0) \(Numbers.significant(Self.end(of: model, group: $0), 2))" }
        return "\(context.name(of: model.id)), median over the last fifth: \(ends.joined(separator: ", "))."
      }.joined(separator: " "),
      caption:
        "Means over seeds, of the groups that end largest, \(Self.shown) at most; the file has all. Colours stand for groups of "
        + "parameters here, not for models; numbers count layers or blocks.",
      panels: panels,
      csv: groupCSV)
  }

  private static func withoutRuns(_ series: LineChart.Series) -> LineChart.Series {
    var series = series
    series.runs = []
    return series
  }

  private static func groupNames(_ model: ComparisonResults.ModelRecord) -> [String] {
    Array((model.gradientNorms.first { !$0.steps.isEmpty }?.steps.first?.groups.map(\.group) ?? []).prefix(12))
  }

  /// As many as have a colour of their own.
  private static let shown = 6

  /// Those with the largest norms at the end, in their order.
  private static func largestGroups(_ model: ComparisonResults.ModelRecord) -> [String] {
    let names = groupNames(model)
    let ends = names.map { name in (name: name, norm: end(of: model, group: name)) }
    let largest = Set(ends.sorted { $0.norm > $1.norm }.prefix(shown).map(\.name))
    return names.filter(largest.contains)
  }

  /// The median norm over the last fifth of the noted steps.
  private static func end(of model: ComparisonResults.ModelRecord, group: String? = nil) -> Double {
    let norms = model.gradientNorms.flatMap { history in
      history.steps.suffix(max(1, history.steps.count / 5)).map { step -> Double in
        group.map { name in step.groups.first { $0.group == name }?.norm ?? .nan } ?? step.gradientNorm
      }
    }.filter(\.isFinite)
    return Statistics.median(norms)
  }

  private var csv: CSV {
    var csv = CSV(["model", "seed", "step", "gradient norm"])
    for (model, _) in models {
      for history in model.gradientNorms {
        for step in history.steps {
          csv.add([model.id, "\(history.seed)", "\(step.step)", CSV.number(step.gradientNorm)])
        }
      }
    }
    return csv
  }

  private var groupCSV: CSV {
    var csv = CSV(["model", "seed", "step", "group", "gradient norm"])
    for (model, _) in models {
      for history in model.gradientNorms {
        for step in history.steps {
          for group in step.groups {
            csv.add([model.id, "\(history.seed)", "\(step.step)", group.group, CSV.number(group.norm)])
          }
        }
      }
    }
    return csv
  }
}
