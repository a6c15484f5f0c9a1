// What a story has told of its choices, and how well one can guess who has forgotten a part of it.

/// The choices of a story and where each was told, in whatever form and under whatever name.
struct ToldChoices {
  /// A member that was chosen; `excluded` are the choices whose members it could not be.
  private struct Choice {
    var site: GrammarProgram.Site
    var member: Int
    var excluded: [Int]
  }

  private let program: GrammarProgram
  private var choices: [Choice] = []
  /// The choice that each variable holds; a second name holds the same one.
  private var held: [Int]
  private var mentions: [(choice: Int, form: Int, position: Int)] = []

  init(_ program: GrammarProgram) {
    self.program = program
    held = Array(repeating: -1, count: program.variableClass.count)
  }

  /// Begins a story.
  mutating func removeAll() {
    choices.removeAll(keepingCapacity: true)
    mentions.removeAll(keepingCapacity: true)
  }

  /// Notes a choice. Its first mention is not noted: a dependency never lies beyond it, so it is forgotten whenever one asks.
  mutating func choose(_ member: Int, at site: GrammarProgram.Site) {
    choices.append(Choice(site: site, member: member, excluded: site.excluded.map { held[$0] }))
    held[site.variable] = choices.count - 1
  }

  mutating func keep(_ other: Int, as variable: Int) { held[variable] = held[other] }

  mutating func mention(_ variable: Int, in form: Int, at position: Int) {
    mentions.append((held[variable], form, position))
  }

  /// The probability of the likeliest first word of a mention that is due, given all that was told but the mentions of this
  /// choice up to a position.
  ///
  /// By Bayes's rule, a member has the probability of its choice and of all choices that exclude it, if the mentions that
  /// are not forgotten are told in the same words as the true one's; words share their members' probability.
  /// - Complexity: O(members · choices + mentions)
  func chance(of variable: Int, in form: Int, forgottenUpTo position: Int) -> Double {
    let asked = held[variable]
    let group = program.classes[choices[asked].site.classIndex]
    let toldForms = mentions.reversed().prefix { $0.position > position }.filter { $0.choice == asked }.map(\.form)
    let related = choices.indices.filter { $0 == asked || choices[$0].excluded.contains(asked) }
    let words = group.weights.indices.map { group.firstWords[$0 * group.formCount + form] }
    // A word's share stands where the first member has it.
    var shares = Array(repeating: 0.0, count: words.count)
    for member in group.weights.indices
    where toldForms.allSatisfy({ saysTheSame(member, choices[asked].member, in: $0, of: group) }) {
      let share = related.reduce(1) { $0 * probability(of: $1, if: asked, is: member) }
      shares[words.firstIndex(of: words[member]) ?? member] += share
    }
    return (shares.max() ?? 0) / shares.reduce(0, +)
  }

  /// The probability that a choice fell as it did, if another one (or this one itself) had fallen on `member`.
  private func probability(of index: Int, if asked: Int, is member: Int) -> Double {
    func fallen(_ choice: Int) -> Int { choice == asked ? member : choices[choice].member }
    let group = program.classes[choices[index].site.classIndex]
    let excluded = choices[index].excluded
    // As `GrammarProgram.remainingWeight`: a member that is excluded twice is taken away once.
    var left = group.totalWeight
    for (place, other) in excluded.enumerated() {
      if fallen(other) == fallen(index) { return 0 }
      if !excluded[..<place].contains(where: { fallen($0) == fallen(other) }) { left -= group.weights[fallen(other)] }
    }
    return group.weights[fallen(index)] / left
  }

  private func saysTheSame(_ a: Int, _ b: Int, in form: Int, of group: GrammarProgram.Class) -> Bool {
    func words(_ member: Int) -> some Sequence<Int32> {
      let entry = Int(group.entries[member * group.formCount + form])
      return program.operations[entry...].lazy.prefix { $0.kind == .word }.map(\.a)
    }
    return a == b || words(a).elementsEqual(words(b))
  }
}
