// Lesson 12 and its exercises.

extension Lesson {
  static let ownText = Lesson(
    number: 12, folder: "12-text", module: "OwnText", minutes: 75,
    exercises: [
      Exercise(
        id: "12a", type: "Split", check: "checkSplit",
        asks: "Split a text, so that the test asks for nothing that was seen.",
        hints: [
          "Three things must hold: no line in two parts, no line in none, and what stands together in the text stays "
            + "together in its part. And the "
            + "vocabulary may know nothing that training did not tell.",
          "The head of the file says where the seams are. Cut first; then leave out of each later part what an "
            + "earlier one "
            + "has; then gather the words of the training part alone.",
          "Begin so:\n    let (first, second) = (lines.count * 8 / 10, lines.count * 9 / 10)\n    let training = "
            + "Array(lines[..<first])\n"
            + "    let validation = lines[first..<second].filter { !training.contains($0) }",
        ],
        contrasts: [
          (
            "EveryTenthLine",
            "tests on every tenth line: each stands between two that were learned from, and tells less than a page "
              + "that nobody saw"
          ),
          (
            "VocabularyOfAll",
            "takes the words of the whole text: so the model has a place for words that only the test part has, as "
              + "no new text would have it"
          ),
        ]),
      Exercise(
        id: "12b", type: "Characters", check: "checkCharacters",
        asks: "Turn the loss of a model by words into nats for each character.",
        hints: [
          "The probability of a text is the same, however it is cut: two words, or one piece that is as likely as "
            + "both, must give the same nats for each "
            + "character. So must a word that is known and one that is spelled, if they are as likely.",
          "The lesson's section \u{201C}The equations\u{201D} has it as a fraction: all nats of the text above, all "
            + "its characters below. Divide once, at "
            + "the end. What does a text of n words have between them?",
          "Begin so:\n    var (nats, characters) = (0.0, test.count - 1)\n    for word in test {\n      nats -= "
            + "log(word.probability)\n"
            + "      for probability in word.spelling { nats -= ",
        ],
        contrasts: [
          (
            "UnknownForFree",
            "pays nothing for which unknown word it was: the smaller the vocabulary, the better it looks"
          ),
          (
            "MeanOfRatios",
            "divides word by word first: then short words weigh as much as long ones, and the cut decides"
          ),
        ]),
    ])
}
