// Holds the model to the contract, then compares it with two of the lab's.

import Corpora
import Foundation
import LSTM
import LabKit
import LabReport
import LabResults
import ModelCatalog
import ModelContract
import Studies
import VanillaRNN

let verification = try Contract.verify(MinimalGatedModel.self)
print(verification)
guard verification.failures.isEmpty else { exit(1) }

var plan = ComparisonPlan(.quick)
plan.steps = 400
plan.learningRates[MinimalGatedModel.identifier] = 0.064
let corpus = try CorpusSource(name: CorpusSource.stories, kind: .grammar).load(sizes: .init(plan.corpusSizes))
let comparison = try Comparison(
  plan, corpus: corpus, models: [VanillaRNNModel.self, LSTMModel.self, MinimalGatedModel.self],
  reference: ModelCatalog.reference)
print(StudyList.tables(of: try comparison.runShowingProgress()).text(style: .detected(descriptor: 1)))
