// Lesson 11 and its exercises.

extension Lesson {
  static let ownModel = Lesson(
    number: 11, folder: "11-own-model", module: "OwnModel", minutes: 120,
    exercises: [
      Exercise(
        id: "11a", type: "OwnCell", check: "checkCell",
        asks: "Write a recurrent cell of your own, in the form that the lab runs.",
        hints: [
          "The new state must depend on the input and on the state before, through every gate that you name; a value that you copy out, draw, or "
            + "keep beside the state is lost on the way back, or when the model is loaded.",
          "The lesson's section \u{201C}The equations\u{201D} has one, and \u{201C}From scratch\u{201D} shows it written down: x[0] + u[0] is "
            + "x·W + h·U + b of gate 0. What would your LSTM of lesson 5 be in this form?",
          "Begin so:\n    let f = sigmoid(x[0] + u[0])\n    let n = tanh(x[1] + u(f * before.state, 1))\n    return CellState(",
        ],
        contrasts: [
          (
            "CopiedOffTheTape",
            "copies the gate off the tape: all values are right, and the gate's weights never learn"
          ),
          ("OutputBeforeUpdate", "gives out the memory before it was updated: every answer comes a word late"),
        ]),
      Exercise(
        id: "11b", type: "OwnProbe", check: "checkProbe",
        asks: "Make a task that nobody solves who does not remember.",
        hints: [
          "Who reads all must always be right, and everybody else at chance: who sees the last three words, who counts the words, who always "
            + "says the same, and who knows all rows of the training by heart.",
          "The head of the file has an example of a row. Draw what is told with equal odds, put at least `distance` words behind it, and let "
            + "something that has no bearing on the answer decide whether a row is for training or for the test.",
          "Begin so:\n    let told = Int.random(in: 0..<answerCount, using: &generator)\n"
            + "    var fillers = (0..<distance).map { _ in Int.random(in: 4..<10, using: &generator) }\n"
            + "    // Even in training, odd in the test.\n    fillers[0] = ",
        ],
        contrasts: [
          ("LengthTells", "adds fillers by the answer: who counts words needs to remember none"),
          ("OneDrawForBoth", "draws the test as training was drawn: a table of what was trained is right, too"),
        ]),
    ])
}
