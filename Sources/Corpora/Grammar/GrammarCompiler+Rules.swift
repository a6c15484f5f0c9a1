// Resolves variables and rules to numbers, and lays the operations out.

import Foundation

extension GrammarCompiler {
  /// Gives each variable the class that it is chosen from, through second names too.
  mutating func resolveVariables() {
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
      let isReported = problems.contains { $0.line == location.line && $0.words == [variable] }
      if variableClass[known] != group, !isReported {
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

  mutating func resolve(_ rule: RuleDefinition, into index: Int) {
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
  func layOut() -> GrammarProgram {
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
    case .mention(let variable, let form, let kind):
      .init(kind: .mention, tag: kind, a: Int32(variable), b: Int32(form))
    case .alias(let variable, let other): .init(kind: .alias, a: Int32(variable), b: Int32(other))
    }
  }
}
