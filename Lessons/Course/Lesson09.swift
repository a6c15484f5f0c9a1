// Lesson 9 and its exercises.

extension Lesson {
  static let cost = Lesson(
    number: 9, folder: "09-cost", module: "Costs", minutes: 75,
    exercises: [
      Exercise(
        id: "9a", type: "Work", check: "checkWork",
        asks: "Count the work of a Transformer's block and its output head.",
        hints: [
          "Some products are made once for each word, and grow with d² or with d·V. Others are made for each pair of words, and grow with d. "
            + "Every multiplication has its addition, and heads share the width.",
          "The lesson's section \u{201C}The equations\u{201D} has the sums in its table. With a mask, word 0 sees 1 word, word 1 sees 2, and so on: how "
            + "many pairs are those in all?",
          "Begin so:\n    let pairs = block.isCausal ? n * (n + 1) / 2 : n * n\n    let maps = 4 * n * d * d + ",
        ],
        contrasts: [
          (
            "CountsTheFuture",
            "counts every pair though a mask hides half of them: programs differ in this, and so do their figures"
          ),
          (
            "SixTimesTheParameters",
            "takes six operations for each parameter and word: near for a wide model and a short text, and blind to n²"
          ),
        ]),
      Exercise(
        id: "9b", type: "Span", check: "checkSpan",
        asks: "Find the span of a graph of operations.",
        hints: [
          "An operation is done one step after the last of those that it reads. What stands side by side takes no longer than the longest of "
            + "it. All is done when the last one is.",
          "The lesson's section \u{201C}From scratch\u{201D} says how deep a value is. What is read may come later in the list: then its depth is not "
            + "known yet. How often must one go through the list, at most, until all are?",
          "Begin so:\n    var done = graph.map { _ in 1 }\n    for _ in graph.indices {\n"
            + "      for (operation, inputs) in graph.enumerated() {\n        done[operation] = 1 + ",
        ],
        contrasts: [
          ("BranchesAdded", "adds what can be done at the same time: that is a bound on the work, not on the waiting"),
          (
            "InTheirOrder",
            "goes through the list once: right on a tape, where what is read stands before, and wrong for any other order"
          ),
        ]),
    ])
}
