// Lesson 3 and its exercises.

extension Lesson {
  static let rnn = Lesson(
    number: 3, folder: "03-rnn", module: "RNN", minutes: 75,
    exercises: [
      Exercise(
        id: "3a", type: "Layer", check: "checkLayer",
        asks: "Write a recurrent layer over several sequences.",
        hints: [
          "State t may depend on inputs 0 to t of its own sequence and on that sequence's start, and on nothing else. It must depend on each of them.",
          "The lesson's section \u{201C}The equations\u{201D} has the step. For number j of the new state, sum x[i]·w[i][j] over i, and h[i]·u[i][j] "
            + "over i: the first index is summed, the second stays.",
          "Begin so, instead of the line with tanh:\n    let before = state\n    state = b.indices.map { j in\n      var sum = b[j]\n"
            + "      for i in x.indices { sum += ",
        ],
        contrasts: [
          (
            "OneStateForAll",
            "begins where the sequence before it ended: sequences of a batch have nothing to do with each other"
          ),
          (
            "TransposedU",
            "sums over the other index of U: it learns as well, and is another model than the checkpoint says"
          ),
        ]),
      Exercise(
        id: "3b", type: "Rows", check: "checkRows",
        asks: "Cut a text into rows with targets, so that every word is asked for once.",
        hints: [
          "After each input comes its target, the very next word of the text, also from the end of one row to the beginning of the next.",
          "A row from `start` to `end` of the text has inputs text[start..<end] and targets text[start + 1...end]: so `end` itself must "
            + "still be in the text. The next row begins at `end`.",
          "Begin so:\n    while start + 1 < text.count {\n      let end = min(start + length, text.count - 1)",
        ],
        contrasts: [
          (
            "WrapsRound",
            "asks at the end of a row for its first word, which was read long ago: a small loss, and a wrong one"
          ),
          ("RowsOverlap", "begins each row one word early: some words are asked for twice, and weigh twice"),
        ]),
    ])
}
