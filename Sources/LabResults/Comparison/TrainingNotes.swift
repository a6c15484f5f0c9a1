// What a reader must know of the training behind the numbers: who is hardly ahead of an n-gram, who overfits, and what helps.

import Foundation

/// Notes on the training of a comparison's models.
public enum TrainingNotes {
  /// A line for each model that did not leave the n-gram baseline behind, and one on overfitting where any model does.
  /// - Parameter isByWords: Whether the corpus is a text that is cut into words.
  public static func texts(
    for models: [ComparisonResults.ModelRecord], beside baselines: [ComparisonResults.BaselineRecord],
    corpus: ComparisonResults.CorpusRecord, isByWords: Bool
  ) -> [String] {
    let courses = models.map { (id: $0.id, course: LossCourse($0, trainTokens: corpus.tokens.train)) }
    let overfit = courses.filter { $0.course.verdict == .overfit }
    return zip(models, courses).compactMap { BaselineNote.text(for: $0, beside: baselines, course: $1.course) }
      + (overfit.isEmpty
        ? [] : [overfitting(overfit, isText: corpus.floors.nextToken == nil, isByWords: isByWords)])
  }

  private static func overfitting(
    _ models: [(id: String, course: LossCourse)], isText: Bool, isByWords: Bool
  ) -> String {
    let courses = models.map(\.course)
    let readings = courses.map(\.readings).max() ?? 0
    var facts = [
      "training loss " + range(courses.compactMap(\.training), "%.2f"),
      "loss on held-out text " + range(courses.compactMap(\.heldOut), "%.2f"),
    ]
    if courses.contains(where: \.rises) {
      let shares = courses.compactMap { $0.best.map { $0.share * 100 } }
      facts.append("least after " + range(shares, "%.0f") + " % of the steps, whose weights are scored")
    }
    let cures =
      ["fewer --steps", "a smaller --width", "--dropout 0.2"] + (isByWords ? ["--tokenizer char"] : [])
      + (isText ? ["more text"] : [])
    return models.map(\.id).joined(separator: ", ") + (models.count == 1 ? " overfits" : " overfit")
      + ": the training part was read " + String(format: readings < 10 ? "%.1f" : "%.0f", readings) + " times; "
      + facts.joined(separator: ", ") + ". More training does not help; " + cures.dropLast().joined(separator: ", ")
      + " or \(cures.last ?? "") may"
  }

  /// "2.10", or "2.10 to 2.35".
  private static func range(_ values: [Double], _ format: String) -> String {
    let (low, high) = (values.min() ?? .nan, values.max() ?? .nan)
    let words = [low, high].map { String(format: format, $0) }
    return words[0] == words[1] ? words[0] : words.joined(separator: " to ")
  }
}
