// Lesson 4 and its exercises.

extension Lesson {
  static let vanishing = Lesson(
    number: 4, folder: "04-vanishing", module: "Vanishing", minutes: 75,
    exercises: [
      Exercise(
        id: "4a", type: "Clip", check: "checkClip",
        asks: "Clip a gradient by its norm.",
        hints: [
          "The direction must stay: so every number of every group is multiplied by one and the same factor. The length must not exceed the "
            + "limit, and what is short enough must not change.",
          "The lesson's section \u{201C}The equations\u{201D} has the factor: c / ‖g‖, or 1 if that is more. The norm is that of all groups "
            + "together. When is there nothing to divide by?",
          "Begin so:\n    var squares = 0.0\n    for group in groups { for number in group { squares += number * number } }\n"
            + "    let norm = squares.squareRoot()\n    guard norm > limit else { return groups }",
        ],
        contrasts: [
          (
            "ClampsEachNumber", "clamps each number: large ones come down, small ones stay, and the step goes elsewhere"
          ),
          (
            "EachGroupAlone",
            "clips each group alone: a group with a long gradient no longer moves more than the others"
          ),
        ]),
      Exercise(
        id: "4b", type: "HalfLife", check: "checkFading",
        asks: "Fit the half-life of a gradient that fades.",
        hints: [
          "If everything is ten times as large, it fades no slower. If half is left after every step, the half-life is 1, whatever stands at lag 0.",
          "The lesson's section \u{201C}The equations\u{201D} has the line, and the head of the file the slope. Which points count? Not lag 0, and "
            + "none where g is 0.",
          "Begin so:\n    let points = g.indices.dropFirst().filter { g[$0] > 0 }.map { (k: Double($0), y: log(g[$0])) }\n"
            + "    guard points.count > 1 else { return nil }",
        ],
        contrasts: [
          ("OneOverLambda", "gives 1/λ: the steps after which 1/e is left, not one half"),
          (
            "FromLagZero",
            "counts lags from one step too early: what stands at lag 0 took no step back, and belongs to no line"
          ),
        ]),
    ])
}
