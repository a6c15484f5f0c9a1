// The checks that make every next word's probability exactly known, and every story end.

/// Checks a resolved grammar. Rules are visited callees first, which is possible as no rule may contain itself.
struct GrammarChecks {
  var compiler: GrammarCompiler
  let rules: [ResolvedRule]
  private let endWord: Int
  private(set) var warnings: [String] = []
  private(set) var lengths = 0...0

  /// Per rule: the words it can begin with, whether it can write nothing, and the words that can follow it.
  private var first: [WordSet]
  private var isNullable: [Bool]
  private var follow: [WordSet]

  init(compiler: GrammarCompiler) {
    self.compiler = compiler
    rules = compiler.rules
    endWord = compiler.words.count
    let none = WordSet(wordCount: endWord + 1)
    first = Array(repeating: none, count: rules.count)
    follow = first
    isNullable = Array(repeating: false, count: rules.count)
  }

  /// The rules that a story can use, callees first.
  /// - Throws: if a rule contains itself, or rules are nested too deeply.
  mutating func topologicalOrder(from start: Int) throws(CorpusError) -> [Int] {
    enum Mark { case new, open, done }
    var marks = Array(repeating: Mark.new, count: rules.count)
    var order: [Int] = []
    var path: [Int] = []
    func visit(_ rule: Int) throws(CorpusError) {
      marks[rule] = .open
      path.append(rule)
      guard path.count <= 4 * GrammarLimits.nesting else {
        throw failure(rule, [], "rules are nested too deeply here")
      }
      for alternative in rules[rule].alternatives {
        for case (.call(let callee), _) in alternative.items where marks[callee] != .done {
          if marks[callee] == .open {
            let cycle = path.drop { $0 != callee } + [callee]
            let names = cycle.map { rules[$0].label }
            throw failure(
              callee, names,
              "this rule contains itself (\(names.joined(separator: " → "))), so that a story might never end; "
                + "write the repetition out, with [ ] around what may be missing")
          }
          try visit(callee)
        }
      }
      path.removeLast()
      marks[rule] = .done
      order.append(rule)
    }
    try visit(start)
    for rule in rules.indices where marks[rule] == .new && rules[rule].label.hasPrefix("rule ") {
      warnings.append("line \(rules[rule].location.line): no story uses \(rules[rule].label)")
    }
    return order
  }

  private func failure(_ rule: Int, _ words: [String], _ message: String) -> CorpusError {
    let place = rules[rule].location
    return .grammarChecks([
      GrammarProblem(
        line: place.line, column: place.column, rule: rules[rule].label, words: words, message: message)
    ])
  }

  mutating func run(_ order: [Int]) throws(CorpusError) {
    guard let start = order.last else { return }
    try measure(order)
    checkBindings()
    checkMentions(order)
    for rule in order { findFirst(rule) }
    follow[start].insert(endWord)
    for rule in order.reversed() { findFollow(rule) }
    for rule in order { checkChoice(rule) }
    if !compiler.problems.isEmpty { throw .grammarChecks(compiler.problems) }
  }

  // MARK: Lengths

  /// The shortest and longest story in tokens, and the number of symbols that one can expand to.
  private mutating func measure(_ order: [Int]) throws(CorpusError) {
    var shortest = Array(repeating: 0, count: rules.count)
    var longest = shortest
    var expansions = shortest
    for rule in order {
      var (low, high, most) = (Int.max, 0, 0)
      for alternative in rules[rule].alternatives {
        var (a, b, c) = (0, 0, 1)
        for (item, _) in alternative.items {
          c += 1
          switch item {
          case .word: (a, b) = (a + 1, b + 1)
          case .call(let callee):
            (a, b, c) = (a + shortest[callee], b + longest[callee], c + expansions[callee])
          case .bind(let site, _):
            let range = formLengths(compiler.sites[site].classIndex, compiler.sites[site].form)
            (a, b) = (a + range.lowerBound, b + range.upperBound)
          case .mention(let variable, let form, _):
            let range = formLengths(compiler.variableClass[variable], form)
            (a, b) = (a + range.lowerBound, b + range.upperBound)
          case .alias: break
          }
        }
        (low, high, most) = (min(low, a), max(high, b), max(most, c))
      }
      (shortest[rule], longest[rule], expansions[rule]) = (low, high, most)
      if high >= GrammarLimits.storyLength {
        throw failure(rule, [], "a story could have \(high) tokens here; \(GrammarLimits.storyLength) is the limit")
      }
      if most >= GrammarLimits.storyExpansions {
        throw failure(rule, [], "this expands to more than \(GrammarLimits.storyExpansions) symbols")
      }
    }
    if let start = order.last { lengths = shortest[start] + 1...longest[start] + 1 }
    if lengths.upperBound == 1, let start = order.last { throw failure(start, [], "no story has any word") }
  }

  private func formLengths(_ group: Int, _ form: Int) -> ClosedRange<Int> {
    let lengths = compiler.source.classes[group].members.map { $0.forms[form].count }
    return (lengths.min() ?? 0)...(lengths.max() ?? 0)
  }

  // MARK: First words

  private mutating func findFirst(_ rule: Int) {
    for alternative in rules[rule].alternatives {
      let (words, canBeEmpty) = firstWords(alternative.items[...])
      first[rule].formUnion(words)
      if canBeEmpty { isNullable[rule] = true }
    }
  }

  private func firstWords(
    _ items: ArraySlice<(item: Item, location: SourceLocation)>
  ) -> (words: WordSet, canBeEmpty: Bool) {
    var words = WordSet(wordCount: endWord + 1)
    for (item, _) in items {
      switch item {
      case .word(let word):
        words.insert(word)
        return (words, false)
      case .call(let callee):
        words.formUnion(first[callee])
        if !isNullable[callee] { return (words, false) }
      case .bind(let site, _):
        insertForms(compiler.sites[site].classIndex, compiler.sites[site].form, into: &words)
        return (words, false)
      case .mention(let variable, let form, _):
        insertForms(compiler.variableClass[variable], form, into: &words)
        return (words, false)
      case .alias: break
      }
    }
    return (words, true)
  }

  private func insertForms(_ group: Int, _ form: Int, into words: inout WordSet) {
    let definition = compiler.classes[group]
    for index in stride(from: form, to: definition.firstWords.count, by: definition.formCount) {
      words.insert(Int(definition.firstWords[index]))
    }
  }

  private mutating func findFollow(_ rule: Int) {
    for alternative in rules[rule].alternatives {
      var after = follow[rule]
      for (item, _) in alternative.items.reversed() {
        switch item {
        case .alias: break
        case .call(let callee):
          follow[callee].formUnion(after)
          if isNullable[callee] { after.formUnion(first[callee]) } else { after = first[callee] }
        case .word(let word):
          after = WordSet(wordCount: endWord + 1)
          after.insert(word)
        default: after = firstWords([(item, alternative.location)]).words
        }
      }
    }
  }

  private mutating func checkChoice(_ rule: Int) {
    guard rules[rule].alternatives.count > 1 else { return }
    let label = rules[rule].label
    var seen = WordSet(wordCount: endWord + 1)
    var emptyLine: Int?
    for alternative in rules[rule].alternatives {
      let (words, canBeEmpty) = firstWords(alternative.items[...])
      let shared = names(seen.intersection(words))
      if !shared.isEmpty {
        compiler.report(
          alternative.location, label, shared,
          "this alternative can begin with \(list(shared)), and so can one before it; alternatives of one choice must "
            + "begin with different words: write what they share first, then choose")
      }
      if canBeEmpty, let line = emptyLine {
        compiler.report(
          alternative.location, label, [],
          "this alternative can write nothing, and so can the one at line \(line); one of a choice may")
      }
      if canBeEmpty { emptyLine = alternative.location.line }
      seen.formUnion(words)
    }
    let clash = names(seen.intersection(follow[rule]))
    if emptyLine != nil, !clash.isEmpty {
      compiler.report(
        rules[rule].location, label, clash,
        "this may write nothing, and \(list(clash)) can both begin it and follow it, so that the text would not show "
          + "whether it was left out; begin what follows differently")
    }
  }

  private func names(_ words: WordSet) -> [String] {
    words.elements.map { $0 < endWord ? compiler.words[$0] : "the end" }
  }

  private func list(_ words: [String]) -> String {
    let shown = words.prefix(8).map { "“\($0)”" }.joined(separator: ", ")
    return words.count > 8 ? shown + " and others" : shown
  }

  // MARK: The table for the parser

  /// Tells the parser which alternative of a rule begins with which word.
  func fillFirstWords(of program: inout GrammarProgram) throws(CorpusError) {
    for rule in rules.indices {
      var pairs: [(word: Int32, alternative: Int32)] = []
      var empty: Int32 = -1
      for (index, alternative) in rules[rule].alternatives.enumerated() {
        let number = Int32(program.alternativeStart[rule] + index)
        let (words, canBeEmpty) = firstWords(alternative.items[...])
        pairs += words.elements.map { (Int32($0), number) }
        if canBeEmpty { empty = number }
      }
      pairs.sort { $0.word < $1.word }
      guard program.firstWords.count + pairs.count <= GrammarLimits.firstWords else {
        throw failure(rule, [], "the grammar is too big: its rules can begin with too many different words")
      }
      program.firstWords += pairs.map(\.word)
      program.firstAlternatives += pairs.map(\.alternative)
      program.firstStart.append(program.firstWords.count)
      program.emptyAlternative.append(empty)
    }
  }
}
