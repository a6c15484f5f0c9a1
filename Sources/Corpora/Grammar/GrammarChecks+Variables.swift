// The checks of variables: a choice shows what it took, and a mention comes after its choice.

extension GrammarChecks {
  /// A choice must show which member it took, and have members left.
  mutating func checkBindings() {
    var seen: Set<String> = []
    for rule in rules {
      for (item, location) in rule.alternatives.lazy.flatMap(\.items) {
        guard case .bind(let index, _) = item else { continue }
        let site = compiler.sites[index]
        let definition = compiler.source.classes[site.classIndex]
        if site.excluded.count >= definition.members.count {
          compiler.report(
            location, rule.label, [definition.name],
            "class \(definition.name) has \(definition.members.count) members, and \(site.excluded.count) are excluded "
              + "here, so that none may be left; add members")
        }
        let key = "\(site.classIndex) \(site.form)"
        guard !compiler.classes[site.classIndex].identifies[site.form], seen.insert(key).inserted else { continue }
        let groups = Dictionary(grouping: definition.members) { $0.forms[site.form][0] }
        let shared = groups.filter { $0.value.count > 1 }.keys.sorted()
        compiler.report(
          location, rule.label, shared,
          "{\(compiler.variables[site.variable])} is chosen silently here: several members of class \(definition.name) "
            + "begin with the same word in the form \(definition.forms[site.form].name) "
            + "(\(shared.joined(separator: ", "))), so that the text would not show which one was taken; choose it in a "
            + "form whose first words differ")
      }
    }
  }

  /// Each mention must come after a choice of its variable, whichever way the story went.
  mutating func checkMentions(_ order: [Int]) {
    // Per rule: the variables it needs from before, with the place of the mention; and those it surely chooses.
    var needs = Array(repeating: [Int: (rule: Int, location: SourceLocation)](), count: rules.count)
    var gives = Array(repeating: Set<Int>(), count: rules.count)
    for rule in order {
      var common: Set<Int>?
      for alternative in rules[rule].alternatives {
        var bound: Set<Int> = []
        func need(_ variable: Int, _ location: SourceLocation) {
          if !bound.contains(variable), needs[rule][variable] == nil { needs[rule][variable] = (rule, location) }
        }
        for (item, location) in alternative.items {
          switch item {
          case .word: break
          case .call(let callee):
            for (variable, place) in needs[callee] where !bound.contains(variable) && needs[rule][variable] == nil {
              needs[rule][variable] = place
            }
            bound.formUnion(gives[callee])
          case .bind(let site, _):
            for other in compiler.sites[site].excluded { need(other, location) }
            bound.insert(compiler.sites[site].variable)
          case .mention(let variable, _, _): need(variable, location)
          case .alias(let variable, let other):
            need(other, location)
            bound.insert(variable)
          }
        }
        common = common?.intersection(bound) ?? bound
      }
      gives[rule] = common ?? []
    }
    guard let start = order.last else { return }
    for (variable, place) in needs[start].sorted(by: { $0.key < $1.key }) {
      let name = compiler.variables[variable]
      compiler.report(
        place.location, rules[place.rule].label, [name],
        "a story can come to {\(name)} here without having chosen it, so that its value would be silent and the text "
          + "so far would not determine it; write {\(name)=…} before it in every alternative that leads here")
    }
  }
}
