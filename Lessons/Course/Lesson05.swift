// Lesson 5 and its exercises.

extension Lesson {
  static let lstm = Lesson(
    number: 5, folder: "05-lstm", module: "LSTM", minutes: 90,
    exercises: [
      Exercise(
        id: "5a", type: "Step", check: "checkStep",
        asks: "Write the step of an LSTM, behind its matrix products.",
        hints: [
          "With f open and i shut the memory must stay as it is, with both shut nothing is left, and with f shut and i open the candidate takes its "
            + "place. The output gate hides the memory, and never changes it.",
          "The lesson's section \u{201C}The equations\u{201D} has both lines. Gates are between 0 and 1, so they get σ; what is written may be negative, so "
            + "the candidate gets tanh.",
          "Begin so:\n    let c = memory.indices.map {\n      sigmoid(sums.f[$0]) * memory[$0] + ",
        ],
        contrasts: [
          (
            "CandidateTimesAll",
            "multiplies all by the candidate, as a published library did: its slopes are right, and it remembers nothing"
          ),
          ("SigmoidCandidate", "takes σ for the candidate: the memory can only grow"),
        ]),
      Exercise(
        id: "5b", type: "Memory", check: "checkMemory",
        asks: "Walk back through the memory of an LSTM.",
        hints: [
          "c after step t has two uses: h of the same step, and c of the next. What comes back from the next step has passed that step's forget gate.",
          "The lesson's section \u{201C}The equations\u{201D} has both. a reaches f, and f multiplies the memory before the step: three factors for its "
            + "gradient.",
          "Begin so, in the loop:\n    if step + 1 < dh.count {\n      gradients.c[step] += gradients.c[step + 1] * ",
        ],
        contrasts: [
          ("ThroughHAlone", "hands nothing from memory to memory: what an LSTM is for is gone"),
          ("WithoutForget", "leaves the gate out on the way back: what was forgotten still gets a gradient"),
        ]),
    ])
}
