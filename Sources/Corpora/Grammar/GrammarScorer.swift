// Reads a text with a grammar: the exact probability of each next word, and of each word given all the others.

import Foundation

/// What a grammar says about a sequence of tokens.
public enum StoryScore: Sendable, Equatable {
  /// −ln p of each token given those before it.
  case possible(nats: [Double])
  /// No story begins with the tokens up to and including this index.
  case impossible(at: Int)
}

/// A place in a story: what is still to be written, and what the variables hold.
package struct StoryState: Sendable {
  fileprivate var stack: [Int32]
  fileprivate var members: [Int32]
  /// Whether the story's end has been read.
  package fileprivate(set) var isFinished = false
}

/// Scores texts with a grammar. A text has one derivation at most, so this is exact.
public struct GrammarScorer: Sendable {
  private let program: GrammarProgram
  let endToken: Int32

  /// Scores texts whose token numbers are those of `grammar.tokens`.
  public init(_ grammar: Grammar) {
    program = grammar.program
    endToken = Int32(grammar.endToken)
  }

  /// Scores the tokens from the start of a story; a story may break off anywhere, and nothing follows its end.
  /// - Complexity: O(tokens · log alternatives)
  public func score(_ tokens: some Sequence<Int32>) -> StoryScore {
    var state = start()
    var nats: [Double] = []
    for token in tokens {
      guard let cost = advance(&state, by: token) else { return .impossible(at: nats.count) }
      nats.append(cost)
    }
    return .possible(nats: nats)
  }

  /// The state before the first word.
  package func start() -> StoryState {
    StoryState(
      stack: [program.startEntry], members: Array(repeating: -1, count: program.variableClass.count))
  }

  /// Reads one token. Returns −ln p of it, or nil if no story goes on with it; the state is then of no more use.
  package func advance(_ state: inout StoryState, by token: Int32) -> Double? {
    var nats = 0.0
    while let place = state.stack.last {
      let operation = program.operations[Int(place)]
      state.stack[state.stack.count - 1] += 1
      switch operation.kind {
      case .word: return operation.a == token ? nats : nil
      case .end: state.stack.removeLast()
      case .call:
        let index = program.alternative(of: Int(operation.a), startingWith: token)
        guard index >= 0 else { return nil }
        nats += program.alternatives[index].nats
        state.stack.append(program.alternatives[index].entry)
      case .bind:
        let site = program.sites[Int(operation.a)]
        guard let member = member(of: site, startingWith: token, state.members) else { return nil }
        nats += take(member, at: site, &state)
      case .mention: pushMention(operation, &state)
      case .alias: state.members[Int(operation.a)] = state.members[Int(operation.b)]
      }
    }
    guard token == endToken, !state.isFinished else { return nil }
    state.isFinished = true
    return nats
  }

  /// Every word that a story can go on with, with −ln p and the state after it. Words differ from each other.
  /// - Complexity: O(words · state)
  package func continuations(of state: StoryState) -> [(token: Int32, nats: Double, state: StoryState)] {
    var found: [(token: Int32, nats: Double, state: StoryState)] = []
    guard !state.isFinished else { return found }
    var open: [(state: StoryState, nats: Double)] = [(state, 0)]
    while case (var state, let nats)? = open.popLast() {
      walk: while true {
        guard let place = state.stack.last else {
          state.isFinished = true
          found.append((endToken, nats, state))
          break
        }
        let operation = program.operations[Int(place)]
        state.stack[state.stack.count - 1] += 1
        switch operation.kind {
        case .word:
          found.append((operation.a, nats, state))
          break walk
        case .end: state.stack.removeLast()
        case .call:
          for index in program.alternativeStart[Int(operation.a)]..<program.alternativeStart[Int(operation.a) + 1] {
            var next = state
            next.stack.append(program.alternatives[index].entry)
            open.append((next, nats + program.alternatives[index].nats))
          }
          break walk
        case .bind:
          let site = program.sites[Int(operation.a)]
          for member in program.classes[site.classIndex].weights.indices
          where !program.isExcluded(member, site, state.members) {
            var next = state
            let cost = take(member, at: site, &next)
            open.append((next, nats + cost))
          }
          break walk
        case .mention: pushMention(operation, &state)
        case .alias: state.members[Int(operation.a)] = state.members[Int(operation.b)]
        }
      }
    }
    return found
  }

  /// The words that can stand after `state` and before `rest`, with their exact probabilities. With an empty `rest`, these
  /// are the words that a story can go on with.
  ///
  /// Every word that can stand there is scored with all that follows, until it turns out impossible.
  /// - Complexity: O(words · (state + rest))
  package func words(after state: StoryState, before rest: ArraySlice<Int32>) -> BlankWords {
    BlankWords(
      continuations(of: state).compactMap { word, nats, next in
        var state = next
        var sum = nats
        for token in rest {
          guard let cost = advance(&state, by: token) else { return nil }
          sum += cost
        }
        return (word, sum)
      })
  }

  /// The words that can stand in a blank of a story that begins with `left`, goes on with `right` after the blank, and may
  /// break off there; nil if no story begins with `left`. None, if no word fits.
  public func words(after left: some Sequence<Int32>, before right: ArraySlice<Int32>) -> BlankWords? {
    var state = start()
    for token in left where advance(&state, by: token) == nil { return nil }
    return words(after: state, before: right)
  }

  private func member(of site: GrammarProgram.Site, startingWith token: Int32, _ members: [Int32]) -> Int? {
    let count = program.classes[site.classIndex].weights.count
    let forms = program.classes[site.classIndex].formCount
    for member in 0..<count
    where program.classes[site.classIndex].firstWords[member * forms + site.form] == token {
      return program.isExcluded(member, site, members) ? nil : member
    }
    return nil
  }

  private func take(_ member: Int, at site: GrammarProgram.Site, _ state: inout StoryState) -> Double {
    let group = program.classes[site.classIndex]
    let nats = -log(group.weights[member] / program.remainingWeight(site, state.members))
    state.members[site.variable] = Int32(member)
    state.stack.append(group.entries[member * group.formCount + site.form])
    return nats
  }

  private func pushMention(_ operation: GrammarProgram.Operation, _ state: inout StoryState) {
    let variable = Int(operation.a)
    let group = program.variableClass[variable]
    let index = Int(state.members[variable]) * program.classes[group].formCount + Int(operation.b)
    state.stack.append(program.classes[group].entries[index])
  }
}
