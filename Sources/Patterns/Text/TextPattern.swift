// Published: a 5-gram beats a small Transformer on Shakespeare's characters.

import Corpora
import Foundation
import LabKit
import LabReport
import LabResults
import NeuralLayers
import SequenceKit

/// The n-gram model and nanoGPT's recipe for a CPU on tiny Shakespeare, where the text is at hand.
struct TextPattern: Pattern {
  let id = "shakespeare"
  let title = "Characters of Shakespeare: counts against a Transformer"
  let source = "nanoGPT's README (train_shakespeare_char.py on a CPU)"
  let setting = "first 90 % to train on; 4 layers, 4 heads, width 128, 2 000 steps of 12 rows of 64, no dropout"

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    guard let text = subject.text else { throw PatternError.noText }
    guard FileManager.default.isReadableFile(atPath: text.path) else { throw PatternError.unreadable(text.path) }
    let source = CorpusSource(name: text.path, kind: .char)
    let type = try subject.type("transformer")
    let threads = subject.threads
    let bytes = Double((try? text.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0)
    let read = MemoryNeed.text(bytes: bytes)
    // Each n-gram takes some 50 bytes; there are as many as are counted at most, or as the text can have.
    let grams = 50 * min(Double(NGramModel.mostGrams), 5 * bytes)
    return [
      PatternCell("5-gram", model: "5-gram", setting: text.lastPathComponent, seconds: 4) { _, _ in
        let corpus = try source.load()
        let model = NGramModel(order: 5, training: corpus.train.tokens, vocabularySize: corpus.vocabularySize)
        let losses = model.negativeLogLikelihoods(of: corpus.heldOut.tokens)
        return CellOutcome(score: Statistics.mean(losses))
      }.taking { _ in read.adding("n-grams", grams) },
      PatternCell("transformer", model: "transformer", setting: text.lastPathComponent + setting, seconds: 60) {
        seed, onProgress in
        let corpus = try source.load()
        let model = try type.init(
          ModelConfiguration(
            vocabularySize: corpus.vocabularySize, width: 128, layerCount: 4, headCount: 4, contextLength: 64))
        let settings = TrainingSettings(
          batchSize: 12, length: 64, steps: 2000,
          schedule: LearningRateSchedule(peak: 0.001, warmup: 100, total: 2000, floor: 0.1), seed: seed,
          threads: threads)
        let trainer = try Trainer(model, on: corpus, settings: settings)
        while trainer.nextStep < settings.steps {
          try trainer.step()
          try onProgress(Double(trainer.nextStep) / Double(settings.steps))
        }
        let evaluator = Evaluator(model, parameters: trainer.parameters, threads: threads)
        let scores = try HeldOutScores(HeldOutEvaluation(evaluator, corpus: corpus), blanks: 1)
        return CellOutcome(score: scores.nextToken?.heldOut, steps: 2000, tokens: trainer.tokensTrained)
      }.taking { _ in read },
    ]
  }

  func findings(_ results: CellResults) -> [Finding] {
    guard let counts = results.scores("5-gram"), let trained = results.scores("transformer") else { return [] }
    return [
      Finding(
        "The 5-gram comes to 1.669", published: "1.669 nats a character (Witten-Bell)", model: "5-gram",
        quantity: "nats a character on the last 10 %", .within(0.02, of: 1.669), evidence: .counted(counts[0])),
      Finding(
        "nanoGPT's recipe comes to 1.88", published: "1.88", model: "transformer",
        quantity: "nats a character on the last 10 %", .within(0.05, of: 1.88), evidence: .estimated(Estimate(trained))),
      Finding(
        "The 5-gram beats it", published: "1.669 against 1.88", model: "transformer − 5-gram",
        quantity: "nats a character, Transformer less 5-gram", .above(0),
        evidence: .estimated(Statistics.pairedDifference(trained, counts))),
    ]
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] { [] }
}
