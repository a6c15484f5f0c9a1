// Exercise 6b: find the leaks of a model.
//
// The model says at each place of a text what comes next. What it says at place t may depend on words 0 … t, and on no
// later one: if it changes with word s > t, that is a leak, Leak(output: t, word: s). You cannot look into the model,
// but you can ask it: model.outputs(of: words, isTraining: …)[t] are its probabilities at place t, one for each word.
// Words are the numbers below model.vocabularySize. A leak may be faint, and it may show with some words only.
//
// Check it:  ./lab check 6b        A hint:  ./lab hint 6b

import BothSides

enum LeakFinder: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    // Yours.
    []
  }
}
