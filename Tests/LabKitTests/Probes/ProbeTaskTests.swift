// Probe tasks: examples obey their rule, and whoever does not look back far enough can only guess.

import LabKit
import Testing

@Suite("Probe tasks")
struct ProbeTaskTests {
  /// At the distances that studies ask over.
  static let usual: [any ProbeTask] = [
    CopyTask(gap: 8), CopyTask(gap: 24), AddingTask(gap: 8), AddingTask(gap: 25, candidates: 25), RecallTask(gap: 4),
    RecallTask(gap: 16), CountingTask(length: 16), CountingTask(length: 64), OrderTask(gap: 4),
    CountingTask(modulus: 5, length: 16), InductionTask(), RecallTask(pairCount: 16, gap: 16, keyCount: 32),
  ]
  /// Those of the lab, and others with sizes at their limits.
  static let tasks: [any ProbeTask] = usual + extremes
  private static let extremes: [any ProbeTask] = [
    CopyTask(symbolCount: 1, gap: 0), AddingTask(gap: 0), RecallTask(pairCount: 8, gap: 8), CountingTask(length: 2),
    OrderTask(slack: 0, gap: 0),
  ]

  /// Tasks so small that a table can hold everything one token further back than their distance.
  static let smallTasks: [any ProbeTask] = [
    CopyTask(symbolCount: 2, gap: 2), AddingTask(gap: 0), RecallTask(pairCount: 2, gap: 2), CountingTask(length: 5),
    OrderTask(slack: 0, gap: 0),
  ]

  @Test("the rule is right about every answer", arguments: ProbeTaskTests.tasks.indices)
  func oracle(index: Int) {
    let task = Self.tasks[index]
    let examples = task.examples(count: 3000, seed: 7)
    for example in examples {
      #expect(task.oracle(example.tokens) == task.asked.map { example.targets[$0] }, "\(task.id): \(example)")
    }
    #expect(task.oracleScore(examples) == (task.metric == .accuracy ? 1 : 0))
  }

  @Test(
    "examples have the shape that their task declares, and a seed fixes them", arguments: ProbeTaskTests.tasks.indices)
  func shape(index: Int) {
    let task = Self.tasks[index]
    let examples = task.examples(count: 50, seed: 1)
    for example in examples {
      #expect(example.tokens.count == task.length && example.targets.count == task.length)
      #expect(example.tokens.allSatisfy { $0 >= 0 && $0 < task.vocabularySize })
      #expect(example.targets.allSatisfy { $0 == -1 || task.answers.contains($0) })
      #expect(task.asked.allSatisfy { example.targets[$0] >= 0 })
    }
    #expect(task.asked.upperBound == task.length && Int(task.answers.upperBound) <= task.vocabularySize)
    #expect(task.examples(count: 50, seed: 1) == examples)
    #expect(task.examples(count: 50, seed: 2) != examples)
  }

  @Test("examples worked by hand")
  func byHand() {
    #expect(CopyTask(symbolCount: 3, gap: 2).oracle([3, 1, 5, 8, 8, 9, 9, 9]) == [3, 1, 5])
    // 9 and 1 are marked: tokens 19 and 11. The sum 10 is the answer 21 + 10, whose value is 0.95 + 0.15.
    let adding = AddingTask(gap: 2)
    #expect(adding.oracle([7, 2, 19, 4, 0, 11, 3, 5, 8, 6, 20]) == [31])
    let values = (1...19).map { Double($0) / 10 }
    #expect(adding.metric == .squaredError(values: values))
    #expect(RecallTask(pairCount: 2, gap: 2).oracle([2, 12, 0, 15, 16, 16, 0, 2]) == [15, 12])
    #expect(CountingTask(length: 6).oracle([1, 0, 1, 1, 0, 1]) == [0])
    #expect(CountingTask(modulus: 5, length: 5).oracle([3, 1, 4, 0, 2]) == [0])
    #expect(RecallTask(pairCount: 1, gap: 1, keyCount: 32).oracle([30, 40, 64, 30]) == [40])
    // A block of five, repeated: three before its end are asked, each for what followed the same token before.
    #expect(
      InductionTask(longest: 8, vocabularySize: 12).oracle([11, 10, 9, 8, 7, 6, 0, 1, 2, 3, 4, 0, 1, 2, 3]) == [
        2, 3, 4,
      ])
    let words = "how did the cat eat the cheese was it the cheese or the cat ?".split(separator: " ")
    let tokens = words.compactMap { word in OrderTask.words.firstIndex(of: String(word)).map(Int32.init) }
    #expect(OrderTask(slack: 0, gap: 0).oracle(tokens) == [0])
  }

  @Test("a squared error is that of the expected value, and accuracy that of the likeliest answer")
  func metrics() {
    let metric = ProbeMetric.squaredError(values: [0, 1, 2])
    #expect(abs(metric.score([0.25, 0.25, 0.5], right: 0) - 1.25 * 1.25) < 1e-15)
    #expect(metric.score([0, 1, 0], right: 1) == 0)
    #expect(ProbeMetric.accuracy.score([0.2, 0.5, 0.3], right: 1) == 1)
    #expect(ProbeMetric.accuracy.score([0.2, 0.5, 0.3], right: 2) == 0)
  }

  @Test("chance in adding is the squared error of always expecting 1")
  func addingChance() {
    let task = AddingTask(gap: 3)
    let examples = task.examples(count: 20_000, seed: 3)
    let score = task.score(examples) { _ in [task.answers.map { $0 == 30 ? 1 : 0 }] }
    #expect(abs(score - task.chance) < 0.004)  // 0.165 ± 3 standard errors of 0.0014
    #expect(abs(task.chance - 0.165) < 1e-12)
  }

  @Test("a window of the distance can only guess", arguments: ProbeTaskTests.usual.indices)
  func shortWindow(index: Int) {
    let task = Self.usual[index]
    let window = ShortWindow(task, fittedOn: task.examples(count: 3000, seed: 1))
    expectChance(window.score(task.examples(count: 1000, seed: 2)), on: task, examples: 1000)
    #expect(window.window == task.distance + 1)
  }

  @Test("one token beyond the distance, there is something to know", arguments: ProbeTaskTests.smallTasks.indices)
  func longWindow(index: Int) {
    let task = Self.smallTasks[index]
    let (fitting, testing) = (task.examples(count: 20_000, seed: 1), task.examples(count: 2000, seed: 2))
    expectChance(ShortWindow(task, fittedOn: fitting).score(testing), on: task, examples: 2000)
    let score = ShortWindow(task, window: task.distance + 2, fittedOn: fitting).score(testing)
    // In adding, the nearest number is marked in a quarter of the cases, and then settles half of the error.
    if task.metric == .accuracy { #expect(score > task.chance + 0.1) } else { #expect(score < 0.92 * task.chance) }
  }

  /// Four standard errors around chance; the table's own errors, at most one part in a hundred, can add to a squared one.
  private func expectChance(_ score: Double, on task: any ProbeTask, examples: Int) {
    let answers = Double(examples * task.asked.count)
    switch task.metric {
    case .accuracy:
      let deviation = (task.chance * (1 - task.chance) / answers).squareRoot()
      #expect(abs(score - task.chance) < 4 * deviation, "\(task.id) at \(task.distance)")
    case .squaredError:
      // (sum − 1)² has a standard deviation of 0.195 about its mean 0.165.
      #expect(abs(score - task.chance) < 4 * 0.195 / answers.squareRoot() + 0.01, "adding at \(task.distance)")
    }
  }

  @Test("a bag of words is right about one of two twins, always")
  func bagOfWords() {
    let task = OrderTask(gap: 1)
    var counts: [[Int32]: [Int32: Int]] = [:]
    for example in task.examples(count: 5000, seed: 1) {
      counts[example.tokens.sorted(), default: [:]][example.targets[task.length - 1], default: 0] += 1
    }
    let examples = task.examples(count: 1000, seed: 2)
    func answer(_ example: ProbeExample) -> [[Double]] {
      let found = counts[example.tokens.sorted()] ?? [:]
      return [task.answers.map { Double(found[$0] ?? 0) }]
    }
    var bothRight = 0
    for example in examples {
      let twin = task.twin(of: example)
      #expect(twin.tokens != example.tokens && twin.tokens.sorted() == example.tokens.sorted())
      #expect(twin.targets != example.targets && task.oracle(twin.tokens) == [twin.targets[task.length - 1]])
      if task.score([example, twin], by: answer) > 0.5 { bothRight += 1 }
    }
    #expect(bothRight == 0)
    #expect(task.score(examples + examples.map(task.twin), by: answer) == 0.5)
  }
}
