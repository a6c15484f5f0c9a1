// An independent reference for the parser: every story of a small grammar with its probability, by recursion over the
// grammar's source. It shares nothing with the compiler or the scorer but the reading of the text.

import Corpora

/// Enumerates all stories of a grammar.
struct BruteForce {
  typealias Story = (words: [String], members: [String: Int], probability: Double)
  let source: GrammarSource
  private let classes: [String: ClassDefinition]
  private let rules: [String: [AlternativeDefinition]]

  init(_ text: String) throws {
    source = try GrammarParser.parse(text)
    classes = Dictionary(uniqueKeysWithValues: source.classes.map { ($0.name, $0) })
    rules = Dictionary(uniqueKeysWithValues: source.rules.map { ($0.name, $0.alternatives) })
  }

  /// Every story's words with its probability; derivations of the same words would be listed apart.
  func stories() -> [(words: [String], probability: Double)] {
    choose(rules["story"]!, [], ([], [:], 1)).map { ($0.words, $0.probability) }
  }

  private func expand(_ symbols: [Symbol], _ story: Story) -> [Story] {
    guard let symbol = symbols.first else { return [story] }
    let rest = Array(symbols.dropFirst())
    switch symbol {
    case .word(let word, _): return expand(rest, (story.words + [word], story.members, story.probability))
    case .rule(let name, _): return choose(rules[name]!, rest, story)
    case .choice(let alternatives, _): return choose(alternatives, rest, story)
    case .alias(let variable, let other, _):
      var members = story.members
      members[variable] = members[other]!
      return expand(rest, (story.words, members, story.probability))
    case .mention(let variable, let form, _, _):
      let group = groupOf(variable)
      let words = group.members[story.members[variable]!].forms[index(form, group)]
      return expand(rest, (story.words + words, story.members, story.probability))
    case .binding(let binding, _):
      let group = classes[binding.className]!
      let excluded = Set(binding.excluded.map { story.members[$0]! })
      let left = group.members.indices.filter { !excluded.contains($0) }
      let total = left.map { group.members[$0].weight }.reduce(0, +)
      return left.flatMap { member in
        var members = story.members
        members[binding.variable] = member
        let words = group.members[member].forms[index(binding.form, group)]
        return expand(
          rest, (story.words + words, members, story.probability * group.members[member].weight / total))
      }
    }
  }

  private func choose(_ alternatives: [AlternativeDefinition], _ rest: [Symbol], _ story: Story) -> [Story] {
    let total = alternatives.map(\.weight).reduce(0, +)
    return alternatives.flatMap {
      expand($0.symbols + rest, (story.words, story.members, story.probability * $0.weight / total))
    }
  }

  private func index(_ form: String?, _ group: ClassDefinition) -> Int {
    form.map { form in group.forms.firstIndex { $0.name == form }! } ?? 0
  }

  /// The class of a variable: that of any of its choices, or of the variable that it is a second name of.
  private func groupOf(_ variable: String) -> ClassDefinition {
    var name = variable
    while true {
      var found: ClassDefinition?
      var other: String?
      func visit(_ alternatives: [AlternativeDefinition]) {
        for symbol in alternatives.flatMap(\.symbols) {
          switch symbol {
          case .choice(let inner, _): visit(inner)
          case .binding(let binding, _) where binding.variable == name: found = classes[binding.className]
          case .alias(let alias, let source, _) where alias == name: other = source
          default: break
          }
        }
      }
      for rule in source.rules { visit(rule.alternatives) }
      if let found { return found }
      name = other!
    }
  }
}

/// Small grammars that between them use every feature of the format.
enum SmallGrammars {
  static let pets = #"""
    # Names, pronouns, agreement, an attractor, a role under a second name, nested marks.
    class child: name:recall | they:pronoun | their:pronoun
      Lily | she | her
      2* Tom | he | his
      Ben | he | his

    class thing: name:recall | was:agreement
      box | was
      3* boxes | were
      old shoes | were

    class mark: open | close:bracket
      “ | ”
      \( | \)

    rule story:
      {hero=child} saw {friend=child-hero} . <look> {mark=mark.open} look , [dear] {friend} {mark.close}
        said {hero.they} . ({loser<-hero} | oh ! {loser<-friend}) at last {loser.name:role} slept <tail>

    rule look:
      the {thing=thing} near the {other=thing-thing} {thing.was} ([2* very] red | new) .
      3* it was {place=thing.name:right} day [so] {hero} took the {place} .

    rule tail:
      .
      0.5* !
      ()
    """#

  static let weather = """
    class weather: word | did
      hot | swam in the sea
      cold | swam in the pool
      2* snowy | built a snowman
      windy | flew a kite

    rule story:
      (it | 2* that) was a {sky=weather.word:right} day [and all was well] so they {sky.did:recall} . [<more>] [bye]

    rule more:
      [then] what ? {sky=weather-sky} and {last=weather-sky} ! {sky.did} <echo>

    rule echo:
      (yes | no [no]) [{last} {last.did}]
      {last.did}
    """

  static let all = [pets, weather]
}
