// What a verification says of itself.

import ModelContract
import Testing

@Suite("What was found about a model, in words")
struct VerificationTests {
  private func description(_ verdicts: KeyValuePairs<Property, Verdict>) -> String {
    "\(Verification(model: "mine", configurations: [], findings: verdicts.map { Finding(property: $0, verdict: $1, seconds: 0) }))"
  }

  @Test("A line, and one more for each property that does not hold")
  func words() {
    #expect(
      description([.shapes: .holds, .stepping: .doesNotApply("it sees both sides")])
        == "mine satisfies the contract: 1 of 2 properties hold, and no other applies")
    #expect(
      description([.shapes: .holds, .lengthOne: .fails("logits are not finite")])
        == "mine does not satisfy the contract:\n✗ length one: logits are not finite")
  }
}
