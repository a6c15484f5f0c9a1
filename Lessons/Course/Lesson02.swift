// Lesson 2 and its exercises.

extension Lesson {
  static let slopes = Lesson(
    number: 2, folder: "02-slopes", module: "Slopes", minutes: 90,
    exercises: [
      Exercise(
        id: "2a", type: "Walk", check: "checkWalk",
        asks: "Give every node of a tape its gradient, in one walk backwards.",
        hints: [
          "A node that is used twice moves the output on two ways, and its gradient is the sum of both. It may hand on its own gradient "
            + "only when all its uses have given theirs.",
          "The lesson's section \u{201C}The equations\u{201D} has the sum over uses. Every node is made from nodes before it in the list: so "
            + "going through the list from its end, all uses of a node come before the node itself.",
          "Begin so:\n    for index in (0...output).reversed() {\n      let node = tape.nodes[index]\n"
            + "      for (input, slope) in zip(node.inputs, node.slopes) {",
        ],
        contrasts: [
          ("Overwrites", "writes = where += belongs: right as long as nothing is used twice"),
          (
            "HandsOnTheSumAgain",
            "follows every path, but hands on all that has arrived so far each time, so early arrivals count again"
          ),
        ]),
      Exercise(
        id: "2b", type: "Affine", check: "checkAffine",
        asks: "Write the backward step of y = x·W + b for several rows.",
        hints: [
          "Every gradient has the shape of what it is the gradient of. b is added to every row, so every row reaches it.",
          "The lesson's section \u{201C}The equations\u{201D} has the three sums. In y[r][j] = Σᵢ x[r][i]·W[i][j] + b[j], the slope by x[r][i] is "
            + "W[i][j], that by W[i][j] is x[r][i], that by b[j] is 1.",
          "Begin so, in the inner loop:\n    gradients.b[column] += dy[row][column]\n    for i in w.indices {\n"
            + "      gradients.x[row][i] += ",
        ],
        contrasts: [
          ("BiasAveraged", "takes the mean over rows for b: one row twice should count twice"),
          ("OverwritesW", "begins W's gradient at 0: what another use of the same W had handed on is lost"),
        ]),
    ])
}
