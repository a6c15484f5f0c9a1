// Turns a grammar's source into numbers: names are resolved, inline choices become rules, and the checks are called.

import Foundation

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
  private(set) var words: [String] = []
  private(set) var kinds = [DependencyKind(name: "", looksAhead: false)]
  private(set) var rules: [ResolvedRule] = []
  private(set) var sites: [GrammarProgram.Site] = []
  private(set) var classes: [GrammarProgram.Class] = []
  private(set) var classNames: [String: Int] = [:]
  private(set) var variables: [String] = []
  private(set) var variableClass: [Int] = []
  var problems: [GrammarProblem] = []

  private var wordIndex: [String: Int] = [:]
  private var ruleIndex: [String: Int] = [:]
  private var variableIndex: [String: Int] = [:]
  private var kindIndex: [String: Int] = [:]
  /// The words of all forms, one after the other; each form ends in an `end` operation.
  private var formOperations: [GrammarProgram.Operation] = []

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
      report(SourceLocation(line: 1, column: 1), "grammar", ["story"], "there is no “rule story:”; every text starts there")
    }
  }

  private mutating func kindNumber(
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

// MARK: - Variables and rules

extension GrammarCompiler {
  /// Gives each variable the class that it is chosen from, through second names too.
  private mutating func resolveVariables() {
    var aliases: [(variable: String, other: String, location: SourceLocation)] = []
    func visit(_ alternatives: [AlternativeDefinition], _ found: (Symbol) -> Void) {
      for symbol in alternatives.lazy.flatMap(\.symbols) {
        if case .choice(let inner, _) = symbol { visit(inner, found) } else { found(symbol) }
      }
    }
    var bindings: [(Binding, SourceLocation)] = []
    for rule in source.rules {
      visit(rule.alternatives) { symbol in
        switch symbol {
        case .binding(let binding, let location): bindings.append((binding, location))
        case .alias(let variable, let other, let location): aliases.append((variable, other, location))
        default: break
        }
      }
    }
    for (binding, location) in bindings {
      guard let group = classNames[binding.className] else {
        report(location, "{\(binding.variable)}", [binding.className], "there is no class \(binding.className)")
        continue
      }
      declare(binding.variable, group, at: location)
    }
    // A chain of second names is resolved link by link.
    var isNew = true
    while isNew {
      isNew = false
      for alias in aliases {
        guard let other = variableIndex[alias.other] else { continue }
        isNew = isNew || variableIndex[alias.variable] == nil
        declare(alias.variable, variableClass[other], at: alias.location)
      }
    }
    if variables.count > GrammarLimits.variables {
      report(SourceLocation(line: 1, column: 1), "grammar", [], "more than \(GrammarLimits.variables) variables")
    }
  }

  private mutating func declare(_ variable: String, _ group: Int, at location: SourceLocation) {
    if let known = variableIndex[variable] {
      if variableClass[known] != group, !problems.contains(where: { $0.line == location.line && $0.words == [variable] }) {
        report(
          location, "{\(variable)}", [variable],
          "{\(variable)} is chosen from two classes, \(source.classes[variableClass[known]].name) and "
            + "\(source.classes[group].name); give it one class, or use two variables")
      }
      return
    }
    variableIndex[variable] = variables.count
    variables.append(variable)
    variableClass.append(group)
  }

  private mutating func resolve(_ rule: RuleDefinition, into index: Int) {
    rules[index].alternatives = rule.alternatives.map { resolve($0, in: "rule \(rule.name)") }
  }

  private mutating func resolve(_ alternative: AlternativeDefinition, in rule: String) -> ResolvedAlternative {
    var resolved = ResolvedAlternative(weight: alternative.weight, location: alternative.location)
    for symbol in alternative.symbols {
      switch symbol {
      case .word(let word, let location):
        resolved.items.append((.word(wordIndex[word] ?? 0), location))
      case .rule(let name, let location):
        if let index = ruleIndex[name] {
          resolved.items.append((.call(index), location))
        } else {
          report(location, rule, [name], "there is no rule \(name)")
        }
      case .choice(let inner, let location):
        let index = rules.count
        rules.append(ResolvedRule(label: "a choice in \(rule)", location: location))
        rules[index].alternatives = inner.map { resolve($0, in: rule) }
        resolved.items.append((.call(index), location))
      case .binding(let binding, let location):
        if let item = resolve(binding, at: location, in: rule) { resolved.items.append((item, location)) }
      case .mention(let variable, let form, let kind, let location):
        if let item = mention(variable, form, kind, at: location, in: rule) { resolved.items.append((item, location)) }
      case .alias(let variable, let other, let location):
        if let to = number(variable, at: location, in: rule), let from = number(other, at: location, in: rule) {
          resolved.items.append((.alias(variable: to, other: from), location))
        }
      }
    }
    return resolved
  }

  private mutating func number(_ variable: String, at location: SourceLocation, in rule: String) -> Int? {
    if let index = variableIndex[variable] { return index }
    report(
      location, rule, [variable],
      "nothing ever chooses {\(variable)}; write {\(variable)=CLASS} where it is mentioned first")
    return nil
  }

  private mutating func form(_ name: String?, of group: Int, at location: SourceLocation, in rule: String) -> Int {
    guard let name else { return 0 }
    if let index = source.classes[group].forms.firstIndex(where: { $0.name == name }) { return index }
    report(
      location, rule, [name],
      "class \(source.classes[group].name) has no form \(name); it has "
        + source.classes[group].forms.map(\.name).joined(separator: ", "))
    return 0
  }

  private mutating func resolve(_ binding: Binding, at location: SourceLocation, in rule: String) -> Item? {
    guard let variable = number(binding.variable, at: location, in: rule) else { return nil }
    let group = variableClass[variable]
    let excluded = binding.excluded.compactMap { number($0, at: location, in: rule) }
    for other in excluded where variableClass[other] != group {
      report(
        location, rule, [variables[other]],
        "{\(variables[other])} is no \(source.classes[group].name), so it cannot be excluded here")
    }
    sites.append(
      GrammarProgram.Site(
        variable: variable, classIndex: group, form: form(binding.form, of: group, at: location, in: rule),
        excluded: excluded))
    let kind = binding.kind.map { kindNumber($0, ahead: true, at: location, in: rule) }
    return .bind(site: sites.count - 1, kind: kind ?? 0)
  }

  private mutating func mention(
    _ variable: String, _ form: String?, _ kind: String?, at location: SourceLocation, in rule: String
  ) -> Item? {
    guard let variable = number(variable, at: location, in: rule) else { return nil }
    let group = variableClass[variable]
    let index = self.form(form, of: group, at: location, in: rule)
    let name = kind ?? source.classes[group].forms[index].kind
    let tag = name.map { kindNumber($0, ahead: false, at: location, in: rule) }
    return .mention(variable: variable, form: index, kind: tag ?? 0)
  }
}

// MARK: - Layout

extension GrammarCompiler {
  /// Lays all operations out in one array: first those of the forms, then those of the alternatives.
  private func layOut() -> GrammarProgram {
    var program = GrammarProgram()
    program.operations = formOperations
    program.classes = classes
    program.sites = sites
    program.variableClass = variableClass
    for rule in rules {
      let total = rule.alternatives.reduce(0) { $0 + $1.weight }
      var sum = 0.0
      for alternative in rule.alternatives {
        sum += alternative.weight
        program.alternatives.append(
          .init(
            entry: Int32(program.operations.count), cumulative: sum / total,
            nats: rule.alternatives.count == 1 ? 0 : -log(alternative.weight / total)))
        program.operations += alternative.items.map { operation($0.item) } + [.init(kind: .end)]
      }
      program.alternativeStart.append(program.alternatives.count)
    }
    program.startEntry = Int32(program.operations.count)
    program.operations.append(.init(kind: .call, a: Int32(ruleIndex["story"] ?? 0)))
    program.operations.append(.init(kind: .end))
    return program
  }

  private func operation(_ item: Item) -> GrammarProgram.Operation {
    switch item {
    case .word(let word): .init(kind: .word, a: Int32(word))
    case .call(let rule): .init(kind: .call, a: Int32(rule))
    case .bind(let site, let kind): .init(kind: .bind, tag: kind, a: Int32(site))
    case .mention(let variable, let form, let kind): .init(kind: .mention, tag: kind, a: Int32(variable), b: Int32(form))
    case .alias(let variable, let other): .init(kind: .alias, a: Int32(variable), b: Int32(other))
    }
  }
}
