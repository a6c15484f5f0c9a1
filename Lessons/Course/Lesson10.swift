// Lesson 10 and its exercises.

extension Lesson {
  static let fair = Lesson(
    number: 10, folder: "10-fair", module: "Fair", minutes: 90,
    exercises: [
      Exercise(
        id: "10a", type: "Interval", check: "checkInterval",
        asks: "Give the 95 % interval of how much two models differ.",
        hints: [
          "What a seed does to both models says nothing about which is better: add 0.1 to both losses of one seed, "
            + "and your interval must stay. "
            + "And few seeds show a spread that may be too small by chance: the interval must allow for that.",
          "The lesson's section \u{201C}The equations\u{201D} has all three formulas. First the differences, then "
            + "everything else from them alone. "
            + "How well a mean is known is s/√n, and not s.",
          "Begin so, behind the guard:\n    let differences = zip(first, second).map { $0 - $1 }\n    let center = "
            + "mean(differences)\n"
            + "    let error = (square(differences) / ",
        ],
        contrasts: [
          (
            "Unpaired",
            "takes each model's spread for itself: what seeds do to both, which cancels, makes the interval many "
              + "times too wide"
          ),
          ("NormalFactor", "takes 1.96 for t: with three seeds, one interval in five misses the truth"),
        ]),
      Exercise(
        id: "10b", type: "Rate", check: "checkRate",
        asks: "Choose a learning rate, so that nobody can say that it was unfair.",
        hints: [
          "The test part may have no say: change all its losses, and rate and look must stay. Nor may the other "
            + "models' losses, or trials that only one "
            + "model had. Every seed must have a say.",
          "The list at the head of the file is in the order in which one does it: which rates count, which of them "
            + "failed, which rate and look have the "
            + "least mean, and what to report. The lesson's section \u{201C}The equations\u{201D} says why.",
          "Begin so:\n    let models = Set(trials.map(\\.model))\n    let rates = Set(trials.map(\\.rate)).filter { "
            + "rate in\n"
            + "      models.allSatisfy { model in trials.contains { $0.model == model && $0.rate == rate } }\n    "
            + "}.sorted()",
        ],
        contrasts: [
          (
            "UsesAllOwnTrials",
            "lets the model try more than the others: of more trials the best is better, whatever the model"
          ),
          ("ReportsTheChoice", "reports the loss by which it chose: the least of many losses is small by luck, too"),
        ]),
    ])
}
