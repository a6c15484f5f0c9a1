// An independent reference for the parser: every story of a small grammar with its probability, by recursion over the
// grammar's source. It shares nothing with the compiler or the scorer but the reading of the text.

import Corpora

/// Enumerates all stories of a grammar.
struct BruteForce {
  /// A step of a story: a word of the grammar, or words that tell what a variable holds. Choices are numbered in their order.
  enum Event: Hashable {
    case word(String)
    case telling(variable: String, choice: Int, form: String, words: [String])

    var words: [String] {
      switch self {
      case .word(let word): [word]
      case .telling(_, _, _, let words): words
      }
    }
  }
  /// A story as far as it is written, what its variables hold, and which choice gave it to them.
  struct Story {
    var events: [Event] = []
    var members: [String: Int] = [:]
    var choices: [String: Int] = [:]
    var choiceCount = 0
    var probability = 1.0

    func adding(_ event: Event) -> Story {
      var longer = self
      longer.events.append(event)
      return longer
    }
  }
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
    derivations().map { ($0.events.flatMap(\.words), $0.probability) }
  }

  /// Every story step by step.
  func derivations() -> [Story] { choose(rules["story"]!, [], Story()) }

  private func expand(_ symbols: [Symbol], _ story: Story) -> [Story] {
    guard let symbol = symbols.first else { return [story] }
    let rest = Array(symbols.dropFirst())
    switch symbol {
    case .word(let word, _): return expand(rest, story.adding(.word(word)))
    case .rule(let name, _): return choose(rules[name]!, rest, story)
    case .choice(let alternatives, _): return choose(alternatives, rest, story)
    case .alias(let variable, let other, _):
      var story = story
      story.members[variable] = story.members[other]!
      story.choices[variable] = story.choices[other]!
      return expand(rest, story)
    case .mention(let variable, let form, _, _):
      return expand(rest, story.adding(telling(variable, form, groupOf(variable), story)))
    case .binding(let binding, _):
      let group = classes[binding.className]!
      let excluded = Set(binding.excluded.map { story.members[$0]! })
      let left = group.members.indices.filter { !excluded.contains($0) }
      let total = left.map { group.members[$0].weight }.reduce(0, +)
      return left.flatMap { member in
        var story = story
        story.members[binding.variable] = member
        story.choices[binding.variable] = story.choiceCount
        story.choiceCount += 1
        story.probability *= group.members[member].weight / total
        return expand(rest, story.adding(telling(binding.variable, binding.form, group, story)))
      }
    }
  }

  private func telling(_ variable: String, _ form: String?, _ group: ClassDefinition, _ story: Story) -> Event {
    let form = form.map { form in group.forms.firstIndex { $0.name == form }! } ?? 0
    let words = group.members[story.members[variable]!].forms[form]
    return .telling(
      variable: variable, choice: story.choices[variable]!, form: group.forms[form].name, words: words)
  }

  private func choose(_ alternatives: [AlternativeDefinition], _ rest: [Symbol], _ story: Story) -> [Story] {
    let total = alternatives.map(\.weight).reduce(0, +)
    return alternatives.flatMap { alternative in
      var story = story
      story.probability *= alternative.weight / total
      return expand(alternative.symbols + rest, story)
    }
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

  /// Unequal weights and later choices that exclude what is asked for, forms that members share, in one word and in
  /// several, a second name whose first one is told again, and a variable that is chosen anew.
  static let toys = """
    class toy: name:recall | was:agreement | did:sense | felt:feeling
      2* kite | was  | flew over the hill | light
      boat    | was  | ran over the sea   | light and wet
      boots   | were | ran over the hill  | heavy
      3* skates | were | ran over the sea | light
      marbles | were | rolled             | heavy

    rule story:
      {one=toy} and {two=toy-one} [{two.was}] here : {two.felt} ! {one.did} . ({last<-one} | not {last<-two})
        <echo> {one.was} so {last.name:role} [and {new=toy-last} {new}] {two} {last.did} {one} <anew>

    rule echo:
      [yes] {one.felt} {one} ? {two.felt}
      well {one.felt}

    rule anew:
      .
      , ({one=toy-two} {two.did} {one.felt} | bye {two=toy-one}) {one.name} {two.name:role}
    """

  static let all = [pets, weather]
  /// Those of which there are too many stories for every test, too.
  static let withToys = all + [toys]
}
