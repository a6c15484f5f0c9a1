// Chance and ceiling of each token that depends on the past, against the enumeration of all stories.

import Corpora
import Testing

@Suite("What can be got right of a token that depends on the past")
struct SkillBoundTests {
  /// Whether two steps look alike to who has forgotten what a choice was told to be up to the step `last`.
  private func looksAlike(
    _ a: BruteForce.Event, _ b: BruteForce.Event, _ index: Int, forgetting choice: Int, upTo last: Int
  ) -> Bool {
    guard case .telling(let variable, choice, let form, _) = a, index <= last else { return a == b }
    guard case .telling(variable, choice, form, _) = b else { return false }
    return true
  }

  /// The share of the likeliest first word of the mention at `step`, among all stories that look alike up to there.
  private func chance(
    in story: BruteForce.Story, at step: Int, forgettingUpTo last: Int, among stories: [BruteForce.Story]
  ) -> Double? {
    guard case .telling(let variable, let choice, let form, _) = story.events[step] else { return nil }
    var shares: [String: Double] = [:]
    for other in stories where other.events.count > step {
      guard case .telling(variable, choice, form, let words) = other.events[step],
        (0..<step).allSatisfy({
          looksAlike(story.events[$0], other.events[$0], $0, forgetting: choice, upTo: last)
        })
      else { continue }
      shares[words[0], default: 0] += other.probability
    }
    return shares.values.max().map { $0 / shares.values.reduce(0, +) }
  }

  @Test(
    "chance is what the enumeration gives to who has forgotten the answer and nothing else",
    arguments: zip(SmallGrammars.withToys, [4, 1, 10]))
  func chances(text: String, different: Int) throws {
    let grammar = try Grammar(text)
    let stories = try BruteForce(text).derivations()
    let byWords = Dictionary(uniqueKeysWithValues: stories.map { ($0.events.flatMap(\.words), $0) })
    let split = grammar.stories(count: 25, seed: 3)
    var found: Set<Int> = []
    for index in split.documentStarts.indices {
      let range = split.documentRange(index)
      let story = try #require(byWords[split.tokens[range].dropLast().map { grammar.tokens[Int($0)] }])
      // Where the words of each step begin.
      let starts = story.events.reduce(into: [range.lowerBound]) { $0.append($0[$0.count - 1] + $1.words.count) }
      for position in range {
        let dependency = split.dependencies[position]
        guard dependency.kind > 0, !grammar.kinds[Int(dependency.kind)].looksAhead else {
          #expect(split.chances[position] == nil)
          continue
        }
        let step = try #require(starts.firstIndex(of: position))
        let source = try #require(starts.firstIndex(of: position - Int(dependency.distance)))
        let expected = try #require(chance(in: story, at: step, forgettingUpTo: source, among: stories))
        let reported = try #require(split.chances[position])
        #expect(abs(reported - expected) < 1e-12, "\(reported), not \(expected): \(story.events[...step])")
        found.insert(Int((reported * 1e6).rounded()))
      }
    }
    #expect(found.count >= different, "\(found)")
  }

  @Test(
    "the ceiling is 1 for the likeliest next word, and a share of it among equals", arguments: SmallGrammars.withToys)
  func ceilings(text: String) throws {
    var next: [[String]: [String: Double]] = [:]
    for story in try BruteForce(text).stories() {
      let words = story.words + [Tokenizer.endOfStory]
      for index in words.indices {
        next[Array(words[..<index]), default: [:]][words[index], default: 0] += story.probability
      }
    }
    let corpus = try Corpus.stories(grammar: text, sizes: .init(train: 50, validation: 50, test: 2000))
    let test = corpus.test
    #expect(test.ceilings.count == test.count && corpus.train.ceilings.isEmpty && corpus.train.chances.isEmpty)
    var (whole, parts) = (0, 0)
    for position in test.tokens.indices {
      #expect((test.ceilings[position] == nil) == (test.chances[position] == nil))
      guard let ceiling = test.ceilings[position] else { continue }
      let start = test.documentStarts[test.document(at: position)]
      let words = test.tokens[start...position].map { corpus.tokenizer.tokens[Int($0)] }
      let masses = try #require(next[words.dropLast()])
      let most = try #require(masses.values.max())
      let equals = masses.filter { $0.value > most * (1 - 1e-9) }
      #expect(ceiling == (equals[words[words.count - 1]] == nil ? 0 : 1 / Double(equals.count)), "\(words)")
      if ceiling == 1 { whole += 1 } else { parts += 1 }
    }
    #expect(whole > 20 && (parts > 5 || text == SmallGrammars.weather), "\(whole) and \(parts)")
  }

  @Test("chances are those worked out by hand")
  func byHand() throws {
    let grammar = try Grammar(
      """
      class toy: name:recall | was:agreement
        2* kite | was
        boat | was
        boots | were
      rule story:
        {a=toy} and {b=toy-a} : {a.was} , {a} ; {b} {a.was} {a:again} {b.was} {b:near} .
      """)
    let split = grammar.stories(count: 300, seed: 1)
    var found: [String: [String: Set<Double>]] = ["again": [:], "near": [:]]
    for start in split.documentStarts {
      let words = split.tokens[start...].prefix(14).map { grammar.tokens[Int($0)] }
      // 0 A, 1 and, 2 B, 3 :, 4 was, 5 ",", 6 A, 7 ;, 8 B, 9 was, 10 A, 11 was, 12 B
      found["again"]?[words[2], default: []].insert(try #require(split.chances[start + 10]))
      found["near"]?[words[0], default: []].insert(try #require(split.chances[start + 12]))
    }
    // Who knows the second toy, and since the word at 6 has been told again whether the first one is one or many: the other
    // two are told apart by that, but for kite and boat, with 1/2 · 1/2 and 1/4 · 1/3, as each leaves the second less to
    // choose from.
    #expect(found["again"] == ["boots": [0.75], "kite": [1], "boat": [1]])
    // The other way round, the second toy excludes nothing that is chosen later: 2 to 1.
    #expect(found["near"] == ["boots": [2.0 / 3], "kite": [1], "boat": [1]])
  }

  @Test("a summary has the means of chance and ceiling, by kind and by distance")
  func summary() throws {
    let corpus = try Corpus.stories(
      grammar: SmallGrammars.pets, sizes: .init(train: 50, validation: 50, test: 2000))
    let test = corpus.test
    for (kind, summary) in zip(corpus.kinds.indices.dropFirst(), corpus.summary().kinds) {
      func mean(_ bounds: [Double?], _ distances: ClosedRange<Int>) -> Double? {
        let found = zip(bounds, test.dependencies).filter {
          Int($1.kind) == kind && distances.contains(Int($1.distance))
        }
        let known = found.compactMap(\.0)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
      }
      func agree(_ a: Double?, _ b: Double?) -> Bool { a == b || abs((a ?? -1) - (b ?? -1)) < 1e-12 }
      #expect(agree(summary.chance, mean(test.chances, 1...1000)))
      #expect(agree(summary.ceiling, mean(test.ceilings, 1...1000)))
      #expect((summary.chance == nil) == summary.looksAhead)
      #expect(summary.byDistance.allSatisfy { agree($0.chance, mean(test.chances, $0.from...$0.to)) })
    }
    #expect(corpus.train.kindSummaries(corpus.kinds).allSatisfy { $0.chance == nil && $0.ceiling == nil })
  }
}
