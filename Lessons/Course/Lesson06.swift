// Lesson 6 and its exercises.

extension Lesson {
  static let bothDirections = Lesson(
    number: 6, folder: "06-both-directions", module: "BothSides", minutes: 75,
    exercises: [
      Exercise(
        id: "6a", type: "Beside", check: "checkBeside",
        asks: "Read a text from both sides, so that no word is guessed from itself.",
        hints: [
          "Output t must change with every word but word t. So each side must stop one word short of it, on every "
            + "layer.",
          "The lesson's section \u{201C}The equations\u{201D} has which states stand beside t. A layer reads in the "
            + "order in which it is given words: for the right stack, turn the words round first, and the states "
            + "back at the end. The stacks never read each other.",
          "Begin so:\n    var fromRight = Array(words.reversed())\n    for layer in right { fromRight = "
            + "layer.states(of: fromRight) }\n"
            + "    fromRight.reverse()\n    return words.indices.map { t in\n      (t > 0 ? fromLeft[t - 1] : ",
        ],
        contrasts: [
          (
            "LayersMeet",
            "lets layer 2 read both sides of layer 1, as a common library does: right for tagging a text, and a "
              + "leak where the word itself is asked for"
          ),
          ("RightStateHere", "moves one side and forgets the other: it learns to copy, with a loss near 0"),
        ]),
      Exercise(
        id: "6b", type: "LeakFinder", check: "checkLeaks",
        asks: "Find the leaks of a model by asking it.",
        hints: [
          "Change one word and nothing else, and see which outputs before it change. In a clean model, none does, "
            + "by not a digit.",
          "The lesson's section \u{201C}The equations\u{201D} has the test. It proves something only if another "
            + "word was put in; a leak may show with some words only, so try all; and nothing may be drawn while "
            + "you look.",
          "Begin so:\n    let before = model.outputs(of: text, isTraining: false)\n    for word in text.indices {\n"
            + "      for other in 0..<model.vocabularySize {\n        var changed = text\n        changed[word] = ",
        ],
        contrasts: [
          ("LooksAtTheLoss", "looks at the loss, which may stay while the model says something else"),
          ("NextWordOnly", "tries the next word alone: a state from the right knows the words behind it, too"),
        ]),
    ])
}
