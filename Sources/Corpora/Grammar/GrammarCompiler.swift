// Turns a grammar's source into numbers: names are resolved, inline choices become rules, and the checks are called.

/// One item of an alternative, resolved.
enum Item {
  case word(Int)
  case call(Int)
  case bind(site: Int, kind: UInt8)
  case mention(variable: Int, form: Int, kind: UInt8)
  case alias(variable: Int, other: Int)
}

/// An alternative, resolved.
struct ResolvedAlternative {
  var weight: Double
  var items: [(item: Item, location: SourceLocation)] = []
  var location: SourceLocation
}

/// A rule or inline choice, resolved; `label` names it in messages.
struct ResolvedRule {
  var label: String
  var location: SourceLocation
  var alternatives: [ResolvedAlternative] = []
}

/// Compiles a grammar in three steps: resolve the names, check, and lay the operations out.
struct GrammarCompiler {
  let source: GrammarSource
  var words: [String] = []
  var kinds = [DependencyKind(name: "", looksAhead: false)]
  var rules: [ResolvedRule] = []
  var sites: [GrammarProgram.Site] = []
  var classes: [GrammarProgram.Class] = []
  var classNames: [String: Int] = [:]
  var variables: [String] = []
  var variableClass: [Int] = []
  var problems: [GrammarProblem] = []

  var wordIndex: [String: Int] = [:]
  var ruleIndex: [String: Int] = [:]
  var variableIndex: [String: Int] = [:]
  private var kindIndex: [String: Int] = [:]
  /// The words of all forms, one after the other; each form ends in an `end` operation.
  var formOperations: [GrammarProgram.Operation] = []

  init(source: GrammarSource) { self.source = source }

  mutating func compile() throws(CorpusError) -> Grammar {
    try collectWords()
    compileClasses()
    declareRules()
    resolveVariables()
    try throwProblems()
    for index in source.rules.indices { resolve(source.rules[index], into: index) }
    try throwProblems()
    guard rules.count <= GrammarLimits.rules else {
      throw .grammarSyntax(line: 1, column: 1, message: "more than \(GrammarLimits.rules) rules and inline choices")
    }
    var checks = GrammarChecks(compiler: self)
    let order = try checks.topologicalOrder(from: ruleIndex["story"] ?? 0)
    try checks.run(order)
    var program = layOut()
    try checks.fillFirstWords(of: &program)
    return Grammar(compiled: self, program: program, lengths: checks.lengths, warnings: checks.warnings)
  }

  mutating func report(_ place: SourceLocation, _ rule: String, _ words: [String], _ message: String) {
    problems.append(
      GrammarProblem(line: place.line, column: place.column, rule: rule, words: words, message: message))
  }

  private func throwProblems() throws(CorpusError) {
    if !problems.isEmpty { throw .grammarChecks(problems) }
  }
}

// MARK: - Words, classes and names

extension GrammarCompiler {
  private mutating func collectWords() throws(CorpusError) {
    var found: [String: SourceLocation] = [:]
    func visit(_ alternatives: [AlternativeDefinition]) {
      for symbol in alternatives.lazy.flatMap(\.symbols) {
        switch symbol {
        case .word(let word, let location): if found[word] == nil { found[word] = location }
        case .choice(let inner, _): visit(inner)
        default: break
        }
      }
    }
    for definition in source.classes {
      for member in definition.members {
        for word in member.forms.joined() where found[word] == nil { found[word] = member.location }
      }
    }
    for rule in source.rules { visit(rule.alternatives) }
    for reserved in [Tokenizer.endOfStory, Tokenizer.blank] {
      if let place = found[reserved] {
        throw .grammarSyntax(
          line: place.line, column: place.column, message: "“\(reserved)” has a meaning of its own; use another word")
      }
    }
    guard found.count <= GrammarLimits.words else {
      throw .grammarSyntax(line: 1, column: 1, message: "more than \(GrammarLimits.words) different words")
    }
    words = found.keys.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    wordIndex = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
  }

  private mutating func compileClasses() {
    for definition in source.classes {
      if classNames.updateValue(classes.count, forKey: definition.name) != nil {
        report(definition.location, "class \(definition.name)", [definition.name], "there are two classes of this name")
      }
      if definition.members.isEmpty {
        report(definition.location, "class \(definition.name)", [], "this class has no members; add indented lines")
      }
      let names = definition.forms.map(\.name)
      if Set(names).count < names.count {
        report(definition.location, "class \(definition.name)", names, "two of its forms have the same name")
      }
      for form in definition.forms {
        if let kind = form.kind { _ = kindNumber(kind, ahead: false, at: definition.location, in: definition.name) }
      }
      classes.append(compile(definition))
    }
  }

  private mutating func compile(_ definition: ClassDefinition) -> GrammarProgram.Class {
    let formCount = definition.forms.count
    var group = GrammarProgram.Class(
      formCount: formCount, weights: definition.members.map(\.weight), totalWeight: 0, entries: [], firstWords: [],
      reveals: [], identifies: [])
    group.totalWeight = group.weights.reduce(0, +)
    for member in definition.members {
      for form in member.forms {
        let ids = form.compactMap { wordIndex[$0] }.map { Int32($0) }
        group.entries.append(Int32(formOperations.count))
        group.firstWords.append(ids.first ?? 0)
        formOperations += ids.map { .init(kind: .word, a: $0) } + [.init(kind: .end)]
      }
    }
    for known in 0..<formCount {
      for wanted in 0..<formCount {
        var seen: [String: [String]] = [:]
        group.reveals.append(
          definition.members.allSatisfy { member in
            let key = member.forms[known][0]
            defer { seen[key] = member.forms[wanted] }
            return seen[key] == nil || seen[key] == member.forms[wanted]
          })
      }
      let firsts = Set(definition.members.map { $0.forms[known][0] })
      group.identifies.append(firsts.count == definition.members.count)
    }
    return group
  }

  private mutating func declareRules() {
    for rule in source.rules {
      if ruleIndex.updateValue(rules.count, forKey: rule.name) != nil {
        report(rule.location, "rule \(rule.name)", [rule.name], "there are two rules of this name")
      }
      if rule.alternatives.isEmpty {
        report(rule.location, "rule \(rule.name)", [], "this rule has no alternatives; add indented lines")
      }
      rules.append(ResolvedRule(label: "rule \(rule.name)", location: rule.location))
    }
    if ruleIndex["story"] == nil {
      report(
        SourceLocation(line: 1, column: 1), "grammar", ["story"], "there is no “rule story:”; every text starts there")
    }
  }

  mutating func kindNumber(
    _ name: String, ahead: Bool, at location: SourceLocation, in rule: String
  ) -> UInt8 {
    if name == "none" { return 0 }
    if let known = kindIndex[name] {
      if kinds[known].looksAhead != ahead {
        report(
          location, rule, [name],
          "the kind “\(name)” tags both a choice, which depends on what follows, and a mention, which depends on what "
            + "came before; use two names")
      }
      return UInt8(known)
    }
    guard kinds.count < GrammarLimits.kinds else {
      report(location, rule, [name], "there are more than \(GrammarLimits.kinds) kinds of dependency")
      return 0
    }
    kindIndex[name] = kinds.count
    kinds.append(DependencyKind(name: name, looksAhead: ahead))
    return UInt8(kinds.count - 1)
  }
}
