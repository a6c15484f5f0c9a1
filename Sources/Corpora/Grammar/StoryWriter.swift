// Writes stories from a grammar, with the floor and the dependency of every token.

import Foundation
import TensorCore

/// Writes stories one after the other into a split. Holds the buffers, so that a story costs no allocation.
struct StoryWriter {
  private let program: GrammarProgram
  private let endToken: Int32
  private var random: SeededGenerator
  private var stack: [Int32] = []
  /// The member that each variable holds.
  private var members: [Int32]
  /// Where a variable was last written in each form, `[variable · formStride + form]`; −1 for not yet.
  private var lastMention: [Int]
  /// A tagged choice that still waits for the word that settles it: its position (−1 for none) and its kind.
  private var waiting: [(position: Int, kind: UInt8)]
  private let formStride: Int
  private let keepsFloors: Bool
  /// What was told in this story; nil if no chances are wanted.
  private var told: ToldChoices?

  /// - Parameters:
  ///   - findsChances: Whether `Split.chances` is filled, which takes longer than all the rest.
  ///   - keepsFloors: Whether `Split.floor` and `Split.dependencies` are, which take four times the memory of the tokens; so they are if
  ///     chances are.
  init(grammar: Grammar, random: SeededGenerator, findsChances: Bool, keepsFloors: Bool = true) {
    program = grammar.program
    self.keepsFloors = keepsFloors || findsChances
    told = findsChances ? ToldChoices(program) : nil
    endToken = Int32(grammar.endToken)
    self.random = random
    formStride = program.classes.map(\.formCount).max() ?? 1
    members = Array(repeating: -1, count: program.variableClass.count)
    lastMention = Array(repeating: -1, count: members.count * formStride)
    waiting = Array(repeating: (-1, 0), count: members.count)
  }

  /// Appends one story and its end to the split.
  /// - Complexity: O(symbols of the story)
  mutating func write(to split: inout Split) {
    split.documentStarts.append(split.tokens.count)
    for index in lastMention.indices { lastMention[index] = -1 }
    for index in waiting.indices { waiting[index].position = -1 }
    told?.removeAll()
    stack.append(program.startEntry)
    // The choices since the last word; they are what the next word tells.
    var nats = 0.0
    var tag = Dependency.none
    var chance: Double?
    while let place = stack.last {
      let operation = program.operations[Int(place)]
      stack[stack.count - 1] += 1
      switch operation.kind {
      case .word:
        split.tokens.append(operation.a)
        if keepsFloors {
          split.floor.append(nats)
          split.dependencies.append(tag)
        }
        if told != nil { split.chances.append(chance) }
        (nats, tag, chance) = (0, .none, nil)
      case .end: stack.removeLast()
      case .call:
        let alternative = program.alternatives[chooseAlternative(of: Int(operation.a))]
        nats += alternative.nats
        stack.append(alternative.entry)
      case .bind: nats += bind(operation, in: split)
      case .mention: (tag, chance) = mention(operation, in: &split)
      case .alias: keep(Int(operation.b), as: Int(operation.a))
      }
    }
    split.tokens.append(endToken)
    if keepsFloors {
      split.floor.append(nats)
      split.dependencies.append(.none)
    }
    if told != nil { split.chances.append(nil) }
  }

  private mutating func chooseAlternative(of rule: Int) -> Int {
    let range = program.alternativeStart[rule]..<program.alternativeStart[rule + 1]
    if range.count == 1 { return range.lowerBound }
    let number = random.uniform()
    var index = range.lowerBound
    while index < range.upperBound - 1, number >= program.alternatives[index].cumulative { index += 1 }
    return index
  }

  /// Chooses a member for a variable and goes on with its words; returns −ln p of the choice.
  private mutating func bind(_ operation: GrammarProgram.Operation, in split: Split) -> Double {
    let site = program.sites[Int(operation.a)]
    let total = program.remainingWeight(site, members)
    var number = random.uniform() * total
    var chosen = -1
    let weights = program.classes[site.classIndex].weights
    for member in weights.indices where !program.isExcluded(member, site, members) {
      chosen = member
      number -= weights[member]
      if number < 0 { break }
    }
    members[site.variable] = Int32(chosen)
    let position = split.tokens.count
    told?.choose(chosen, at: site)
    for form in 0..<formStride { lastMention[site.variable * formStride + form] = -1 }
    lastMention[site.variable * formStride + site.form] = position
    waiting[site.variable] = (operation.tag == 0 ? -1 : position, operation.tag)
    push(member: chosen, form: site.form, of: site.classIndex)
    return -log(weights[chosen] / total)
  }

  /// Goes on with the words of a variable, and finds the nearest word that settled them, and the chance without it.
  private mutating func mention(
    _ operation: GrammarProgram.Operation, in split: inout Split
  ) -> (tag: Dependency, chance: Double?) {
    let variable = Int(operation.a)
    let form = Int(operation.b)
    let group = program.variableClass[variable]
    let position = split.tokens.count
    push(member: Int(members[variable]), form: form, of: group)

    let forms = program.classes[group].formCount
    var nearest = -1
    for known in 0..<forms where program.classes[group].reveals[known * forms + form] {
      nearest = max(nearest, lastMention[variable * formStride + known])
    }
    lastMention[variable * formStride + form] = position
    if waiting[variable].position >= 0, program.classes[group].identifies[form] {
      let asked = waiting[variable]
      if keepsFloors {
        split.dependencies[asked.position] = Dependency(kind: asked.kind, distance: UInt16(position - asked.position))
      }
      waiting[variable].position = -1
    }
    let chance = operation.tag == 0 ? nil : told?.chance(of: variable, in: form, forgottenUpTo: nearest)
    told?.mention(variable, in: form, at: position)
    guard operation.tag > 0 else { return (.none, nil) }
    return (Dependency(kind: operation.tag, distance: UInt16(position - nearest)), chance)
  }

  /// Keeps a variable under a second name, with what has been written of it so far.
  private mutating func keep(_ other: Int, as variable: Int) {
    members[variable] = members[other]
    waiting[variable].position = -1
    told?.keep(other, as: variable)
    for form in 0..<formStride {
      lastMention[variable * formStride + form] = lastMention[other * formStride + form]
    }
  }

  private mutating func push(member: Int, form: Int, of group: Int) {
    let index = member * program.classes[group].formCount + form
    stack.append(program.classes[group].entries[index])
  }
}

extension Grammar {
  /// Writes stories until there are at least `tokenCount` tokens, each story whole.
  /// - Complexity: O(tokens)
  public func stories(tokenCount: Int, seed: UInt64) -> Split {
    var split = Split()
    var writer = StoryWriter(grammar: self, random: SeededGenerator(seed: seed), findsChances: true)
    while split.count < tokenCount { writer.write(to: &split) }
    return split
  }

  /// Writes this many stories.
  public func stories(count: Int, seed: UInt64) -> Split {
    var split = Split()
    var writer = StoryWriter(grammar: self, random: SeededGenerator(seed: seed), findsChances: true)
    for _ in 0..<count { writer.write(to: &split) }
    return split
  }
}
