// How much memory work will take, told before it begins.

import Corpora
import SequenceKit
import TensorCore

/// The memory that work will take beside what the process has already, part by part. Sizes that follow from the model's are counted;
/// what a step keeps is measured on a few rows, and grows with their number.
public struct MemoryNeed: Equatable, Sendable {
  /// Something that takes memory.
  public struct Part: Equatable, Sendable {
    /// What it is, in words.
    public let name: String
    /// How much it takes.
    public let bytes: Double
  }

  /// In the order in which they are told.
  public private(set) var parts: [Part]
  /// Address space that is reserved, and not used: buffers of matrix products, stacks, and the allocator's. It counts only where address
  /// space is what is limited.
  public private(set) var reservedBytes: Double

  /// All parts together.
  public var bytes: Double { parts.reduce(0) { $0 + $1.bytes } }

  /// Nothing.
  public init() { (parts, reservedBytes) = ([], 0) }

  /// - Parameter threads: How many threads work.
  package init(_ parts: [Part] = [], threads: Int) { (self.parts, reservedBytes) = (parts, 200e6 * Double(threads)) }

  /// The same with something more.
  public func adding(_ name: String, _ bytes: Double) -> MemoryNeed {
    var need = self
    need.parts.append(Part(name: name, bytes: bytes))
    return need
  }

  /// The same with what the allocator takes between the buffers: by its threads' turns -5 to 23 % in sixteen models and sizes, of which
  /// this is near the middle; `Scripts/memory-table.sh` measures what is left of that.
  public var addingFragments: MemoryNeed { adding("fragments", 0.08 * bytes) }

  /// What it takes to read a text and cut it into tokens.
  /// - Parameter bytes: The size of its file.
  public static func text(bytes: Double) -> MemoryNeed {
    // A token of four bytes for each character, and at most two bytes beside it.
    MemoryNeed(
      [Part(name: "the text and its tokens", bytes: 6 * bytes)],
      threads: Int(bytes) < Corpus.largeText ? 0 : 1)
  }

  /// What training takes.
  /// - Parameters:
  ///   - settings: Batch, length and threads.
  ///   - keepsBest: Whether a second set of weights is kept.
  ///   - evaluates: Whether the model is scored while it is trained, or after that.
  ///   - readsContinuously: Whether it is scored with its state carried on, but for quick losses.
  ///   - free: How much there is: what cannot fit in any case is not tried.
  /// - Complexity: forward and backward passes over about 3 000 tokens, or three rows.
  public static func training(
    _ model: any SequenceModel, _ settings: TrainingSettings, keepsBest: Bool = true, evaluates: Bool = true,
    readsContinuously: Bool = false, free: Double
  ) -> MemoryNeed {
    let threads = Double(min(settings.threads, settings.batchSize))
    let copy = 4 * Double(model.parameters.storageCount)
    let weights = MemoryNeed(
      [
        Part(
          name: keepsBest ? "weights, those of the best step among them" : "weights", bytes: keepsBest ? 2 * copy : copy
        ),
        Part(name: "optimiser", bytes: 2 * copy), Part(name: "gradients", bytes: Double(settings.threads) * copy),
      ], threads: settings.threads)
    let length = PredictionTask.contextLength(for: model.sight, rowLength: settings.length)
    let rows = min(
      (settings.batchSize + settings.threads - 1) / settings.threads, model.sequencesAtOnce(length: length))
    let trial = StepMemory(model, length: length, isPlain: settings.isPlain)
    guard weights.bytes + trial.leastBytes < free else { return weights.adding("a step, at least", trial.leastBytes) }
    let step = threads * trial.bytes(rows: max(1, rows), recordsGradients: true, free: free - weights.bytes)
    var need = weights.adding("a step", step)
    // What does not fit already is not tried further.
    guard evaluates, need.bytes < free else { return need }
    let room = free - weights.bytes
    let atOnce = readsContinuously ? HeldOutEvaluation.sampledRows : Int.max
    var later = [
      // The optimiser's numbers are copied to be written.
      Part(name: "saving", bytes: 2 * copy),
      scoring(model, length: length, of: atOnce, threads: settings.threads, free: room),
    ]
    if readsContinuously {
      later.append(scoring(model, rows: 1, length: Evaluator.continuousPiece, threads: 1, free: room))
    }
    // One after the other, each with its memory given back.
    need.parts += later.max { $0.bytes < $1.bytes }.map { [$0] } ?? []
    return need
  }

  /// What scoring or reading takes, of a model whose weights are in memory already.
  /// - Parameters:
  ///   - parameters: The model's weights, if there are any yet.
  ///   - rows: Rows that a thread reads at once; nil: as many as scoring does.
  ///   - length: Tokens in each.
  ///   - threads: How many threads share the rows.
  ///   - free: How much there is: what cannot fit in any case is not tried.
  public static func reading(
    _ model: any SequenceModel, _ parameters: Parameters<Float>? = nil, rows: Int? = nil, length: Int, threads: Int,
    free: Double
  ) -> MemoryNeed {
    let trial = StepMemory(model, parameters, length: length, isPlain: false)
    guard trial.leastBytes < free else {
      return MemoryNeed([Part(name: "a row, at least", bytes: trial.leastBytes)], threads: threads)
    }
    let part = scoring(model, parameters, rows: rows, length: length, threads: threads, free: free)
    return MemoryNeed([part], threads: threads)
  }

  private static func scoring(
    _ model: any SequenceModel, _ parameters: Parameters<Float>? = nil, rows: Int? = nil, length: Int,
    of atOnce: Int = .max, threads: Int, free: Double
  ) -> Part {
    let rows = rows ?? Evaluator.rowsPerPass(model, length: length)
    let threads = (min(atOnce, threads * rows) + rows - 1) / rows
    let trial = StepMemory(model, parameters, length: length, isPlain: false)
    let bytes = trial.bytes(rows: rows, recordsGradients: false, free: free)
    return Part(name: "scoring", bytes: Double(threads) * bytes)
  }
}
