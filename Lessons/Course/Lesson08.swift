// Lesson 8 and its exercises.

extension Lesson {
  static let order = Lesson(
    number: 8, folder: "08-order", module: "Order", minutes: 60,
    exercises: [
      Exercise(
        id: "8a", type: "Rotary", check: "checkRotary",
        asks: "Turn queries and keys by their places.",
        hints: [
          "The length of a vector must stay. The product of a query and a key may depend on how far apart they stand, and not on where. And "
            + "every pair of numbers has a speed of its own.",
          "The lesson's section \u{201C}The equations\u{201D} has the turn. Both numbers of a pair are turned by one and the same angle, and the "
            + "new ones are made from the two old ones: keep those until both are made.",
          "Begin so:\n    var result = vector\n    for i in 0..<vector.count / 2 {\n"
            + "      let angle = Double(place) * pow(10000, -2 * Double(i) / Double(vector.count))\n"
            + "      let (a, b) = (vector[2 * i], vector[2 * i + 1])",
        ],
        contrasts: [
          (
            "MixedPairing",
            "takes the angles of one pairing and the partners of the other: two libraries, half of each"
          ),
          (
            "FromZeroAgain",
            "begins at place 0 with every call: right in training, and wrong as soon as a text is read word by word"
          ),
        ]),
      Exercise(
        id: "8b", type: "Sinusoids", check: "checkTable",
        asks: "Make the table of sinusoids.",
        hints: [
          "Wave 0 turns by 1 from a place to the next, and each later wave more slowly. Every wave has a sine and a cosine, so that the product "
            + "of two rows depends on the difference of their places alone.",
          "The lesson's section \u{201C}The equations\u{201D} has both columns of wave i. Which i has a column, and is it the sine's or the cosine's? "
            + "A whole number divided by a larger one is 0: make them Double before.",
          "Begin so:\n        let wave = column / 2\n        let angle = Double(place) * pow(10000, -2 * Double(wave) / ",
        ],
        contrasts: [
          (
            "SinesAlone",
            "leaves the cosines out: a sine alone does not tell 10° from 170°, so that places are mixed up"
          ),
          (
            "DividesWholeNumbers",
            "divides whole numbers: every exponent is 0, all waves are the first one, and places 0 and 44 nearly the same"
          ),
        ]),
    ])
}
