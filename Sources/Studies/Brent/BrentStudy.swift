// What many processors could make of a training step, from its counted work and span.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// Brent's bound on the speed-up by P processors.
struct BrentStudy: Study {
  /// The bounds of each model.
  struct Record: StudyRecord {
    /// The step: one sequence of so many tokens, at this width.
    var length, width: Int
    /// Numbers of processors.
    var processors: [Int]
    /// By model.
    var models: [String: Bounds]
  }

  let id = "brent"
  let title = "How many processors a step could use"
  let question = "by how much 2 to 10 000 processors could at best and at least speed up a training step"
  let chapter = Chapter.cost
  let needs = StudyNeeds.models

  private static let length = 512, width = 64

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double { 0.2 * Double(models) }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    var record = Record(length: Self.length, width: Self.width, processors: [2, 10, 100, 1000, 10_000], models: [:])
    for (index, type) in subject.types.enumerated() {
      try onProgress(StudyProgress(type.identifier, Double(index) / Double(subject.types.count)))
      let configuration = ModelConfiguration(
        vocabularySize: 257, width: Self.width, layerCount: 1, headCount: 1, contextLength: Self.length)
      record.models[type.identifier] = try Bounds(of: type.init(configuration), length: Self.length)
    }
    return record
  }

  /// C12, on a machine that nobody has: from counts alone.
  func claims(_ record: Record) -> [Claim] {
    guard let transformer = record.models["transformer"], let rnn = record.models["rnn"] else { return [] }
    func most(_ bounds: Bounds) -> Double { bounds.speedUp(.max).most }
    return [
      Claim(
        "C12", "transformer", "A Transformer leaves more to do at once",
        quantity: "work over span of a training step, over an RNN's", .above(10),
        remark:
          "No number of processors makes its step more than \(Cells.short(most(transformer))) times as fast, an RNN's "
          + "\(Cells.short(most(rnn))).",
        evidence: .counted(most(transformer) / most(rnn)))
    ]
  }

  func tables(_ record: Record, _ legend: Legend) -> [Table] {
    let models = legend.ordered(record.models)
    guard !models.isEmpty else { return [] }
    var table = Table(
      title:
        "Speed-up by P processors, at least (Brent) to at most; 1 × \(record.length) tokens, width \(record.width)",
      columns: [.init("model")] + record.processors.map { .init("P = \(Cells.grouped($0))", .right) })
    for model in models {
      table.addRow(
        [.init(legend.columnName(of: model.id), .accent)]
          + record.processors.map { count in
            let bounds = model.part.speedUp(count)
            return .init("\(Cells.short(bounds.least))–\(Cells.short(bounds.most))")
          })
    }
    return [table]
  }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    BrentFigure(record: record, models: legend.ordered(record.models)).figure.flatMap {
      PageSection(id, title, [.figure($0)])
    }
  }
}
