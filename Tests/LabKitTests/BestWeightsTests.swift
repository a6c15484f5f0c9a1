// Which of the weights that were looked at are kept.

import LabKit
import LabResults
import SequenceKit
import TensorCore
import TestSupport
import Testing

@Suite("Best weights")
struct BestWeightsTests {
  @Test("the first of the least losses is kept, as a copy; a loss that is no number never is")
  func best() throws {
    let model = try SmallCorpus.model("rnn").init(SmallCorpus.configuration(try SmallCorpus.stories(), length: 8))
    let first = model.parameters.parameters[0]
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 1)
    var best = BestWeights()
    var kept: [Float] = []
    let losses = [Double.nan, 3, 2, .infinity, 2, 2.5, -Double.infinity]
    for (step, loss) in losses.enumerated() {
      parameters[first] = Tensor(repeating: Float(step), shape: first.shape)
      best.offer(parameters, at: ValidationLook(step: step, loss: loss))
      kept.append(best.parameters?[first].scalars[0] ?? -1)
    }
    #expect(kept == [-1, 1, 2, 2, 2, 2, 2] && best.look == ValidationLook(step: 2, loss: 2))
  }

  @Test("going on, only what is better than before is kept, and nothing where no weights are wanted")
  func goesOn() throws {
    let model = try SmallCorpus.model("rnn").init(SmallCorpus.configuration(try SmallCorpus.stories(), length: 8))
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 1)
    var best = BestWeights(ValidationLook(step: 4, loss: 1))
    best.offer(parameters, at: ValidationLook(step: 8, loss: 1))
    #expect(best.look?.step == 4 && best.parameters == nil)
    best.offer(parameters, at: ValidationLook(step: 12, loss: 0.5))
    #expect(best.look?.step == 12 && best.parameters != nil)
    var noted = BestWeights(keepsParameters: false)
    noted.offer(parameters, at: ValidationLook(step: 1, loss: 1))
    #expect(noted.look?.step == 1 && noted.parameters == nil)
  }
}
