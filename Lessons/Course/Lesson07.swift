// Lesson 7 and its exercises.

extension Lesson {
  static let attention = Lesson(
    number: 7, folder: "07-attention", module: "Attention", minutes: 120,
    exercises: [
      Exercise(
        id: "7a", type: "Head", check: "checkHead",
        asks: "Write one causal head of attention.",
        hints: [
          "The weights of word t sum to 1 over words 0 to t, itself among them; a later word gets none at all, and "
            + "has no part in the sum. Where all scores are equal, the output is the mean of the values so far.",
          "The lesson's section \u{201C}The equations\u{201D} has the three lines. Begin with the scores of word t "
            + "for words 0 to t, and never touch a later one: then there is nothing to mask. √d: d is how many "
            + "numbers a query has.",
          "Begin so:\n    let root = Double(queries[t].count).squareRoot()\n    let scores = (0...t).map { s in\n"
            + "      zip(queries[t], keys[s]).reduce(0) { $0 + $1.0 * $1.1 } / root\n    }\n    let largest = "
            + "scores.max() ?? 0\n"
            + "    let powers = scores.map { ",
        ],
        contrasts: [
          (
            "MaskAfterSoftmax",
            "masks after the softmax: later words get no weight, and still take some of the sum, so that the "
              + "weights tell of them"
          ),
          (
            "WeakMask",
            "takes 10 from the scores of later words instead of leaving them out: they are heard faintly, and "
              + "training turns that up"
          ),
        ]),
      Exercise(
        id: "7b", type: "Split", check: "checkSplit",
        asks: "Split a width into heads, and merge them again.",
        hints: [
          "Each number keeps its sequence, word, head and place in the head; only where it lies in memory changes. "
            + "Merging undoes it.",
          "The head of the file has both places. Walk over all b, t, h and i, and move the number from the one to "
            + "the other; for merging, from the other to the one.",
          "Begin so:\n    var result = numbers\n    for b in 0..<shape.batch {\n      for t in 0..<shape.steps {\n"
            + "        for h in 0..<shape.heads {\n          for i in 0..<shape.headWidth {\n            result[((b "
            + "* shape.heads + h) * ",
        ],
        contrasts: [
          (
            "ReshapedOnly",
            "changes the name of the axes and moves nothing: there and back is where it was, and yet words are "
              + "mixed into heads"
          ),
          (
            "MergedByName",
            "splits rightly and merges by name alone: a published model did so for years, and "
              + "still learned its toy task"
          ),
        ]),
      Exercise(
        id: "7c", type: "OwnAttention", check: "checkAttention",
        asks: "Write attention with all its heads, in the operations that the lab computes with.",
        hints: [
          "Three things are missing. A head hears its own part of the width alone, and the parts stand side by side in the "
            + "end. A word hears no later one, however well that one's key fits. And scores are of one size at every width "
            + "of a head.",
          "The lesson's section \u{201C}From scratch\u{201D} has it, with queries, keys and values in one. Splitting is a change of "
            + "shape and then of axes, and merging the same backwards: after permuted, the shape [B, heads, T, dₕ] makes "
            + "matmul go through head after head. The mask [T, T] is the same for all of them.",
          "Begin so:\n    let (batch, steps, width) = (queries.shape[0], queries.shape[1], queries.shape[2])\n"
            + "    func split(_ x: Variable<S>) -> Variable<S> {\n"
            + "      x.reshaped(to: [batch, steps, headCount, width / headCount]).permuted(0, 2, 1, 3)\n    }\n"
            + "    let later = (0..<steps).flatMap { t in (0..<steps).map { s in ",
        ],
        contrasts: [
          (
            "CopiedWeights",
            "copies the weights off the tape: all values are right, and queries and keys never learn, while the rest of "
              + "the model does"
          ),
          (
            "RootOfTheWholeWidth",
            "divides by the root of the model's width: the more heads, the more alike all weights, and it trains all the "
              + "same"
          ),
        ]),
    ])
}
