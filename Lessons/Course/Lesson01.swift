// Lesson 1 and its exercises.

extension Lesson {
  static let nextWord = Lesson(
    number: 1, folder: "01-next-word", module: "NextWord", minutes: 60,
    exercises: [
      Exercise(
        id: "1a", type: "Counts", check: "checkCounts",
        asks: "Give every word a probability after a context, from counts, so that none is 0 and all sum to 1.",
        hints: [
          "Every word must get something, all shares must sum to 1, and after a context that never occurred the answer must be that of "
            + "the shorter context. So the shorter context's probabilities are what the rest is shared out by.",
          "The lesson's section \u{201C}The equations\u{201D} has the formula. It calls itself: p(w | c) needs p(w | c′). What ends that is "
            + "the empty context, below which every word has 1/V. What does the formula give where N(c) and T(c) are both 0?",
          "Begin with what lies below:\n    let below = context.isEmpty ? 1 / Double(vocabularySize)\n"
            + "      : probability(of: word, after: Array(context.dropFirst()))",
        ],
        contrasts: [
          ("AddOneToCountsAlone", "adds one to each count and divides by the old total: the shares sum to more than 1"),
          (
            "PrecedesForFollows",
            "counts what stands before a word instead of what follows it; it sums to 1 all the same"
          ),
        ]),
      Exercise(
        id: "1b", type: "Score", check: "checkScore",
        asks: "Compute the mean loss in nats, and the perplexity, of a text that was predicted.",
        hints: [
          "The loss is a mean, so it stays the same when a text is read twice. For V equally likely words it is ln V, whatever came.",
          "The lesson's section \u{201C}The equations\u{201D} has −ln p for one word. Take it of each word by itself, add up, and divide once; "
            + "a logarithm of a mean is something else.",
          "Begin so:\n    var sum = 0.0\n    for (word, prediction) in zip(words, predictions) {\n      sum += -log(prediction[word])\n    }",
        ],
        contrasts: [
          (
            "LogOfTheMean",
            "takes the logarithm of the mean probability: one word that was all but excluded hardly counts"
          ),
          ("MeanOfExponentials", "takes the mean of 1/p for perplexity: one word then outweighs all others"),
        ]),
    ])
}
