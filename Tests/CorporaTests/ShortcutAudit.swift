// Looks for cheap cues to what tokens that depend on the past say, such as a corpus should not have.

import Corpora

/// What an audit needs to know of a part of a corpus.
struct AuditedPart {
  var tokens: [Int32]
  var documentStarts: [Int]
  var dependencies: [Dependency]
  var chances: [Double?]

  init(_ split: Split) {
    (tokens, documentStarts) = (split.tokens, split.documentStarts)
    (dependencies, chances) = (split.dependencies, split.chances)
  }
}

/// A token that is asked for, with all that a cue may look at.
struct Question {
  let position: Int
  let storyStart: Int
  let kind: UInt8
  let distance: Int
  /// The answers of the same kind in this story so far, the last one last.
  let answers: [Int32]
  /// Whether each choice is asked for once, so that no answer before can be this one's source.
  let isAskedOnce: Bool
}

/// Something cheap that may tell an answer; nil, where it would look at the word that settles it, or beyond.
struct Cue: Sendable {
  let name: String
  let key: @Sendable (Question, AuditedPart, _ common: Set<Int32>) -> UInt64?

  /// One number for some tokens; that two sequences share one does not happen in numbers that matter.
  private static func key(_ tokens: some Sequence<Int32>) -> UInt64 {
    tokens.reduce(1) { key, token in
      let mixed = (key ^ UInt64(UInt32(bitPattern: token))) &* 0x9E37_79B9_7F4A_7C15
      return mixed ^ mixed >> 29
    }
  }

  /// Windows of up to six tokens, single tokens, content words, and places in the story.
  static let all: [Cue] =
    (1...6).map { length in
      Cue(name: "the last \(length) tokens") { question, part, _ in
        let words = part.tokens[max(question.storyStart, question.position - length)..<question.position]
        return length < question.distance ? key(words) : nil
      }
    }
    + (3...12).map { back in
      Cue(name: "the token \(back) back") { question, part, _ in
        back < question.distance ? key([part.tokens[question.position - back]]) : nil
      }
    }
    + (1...3).map { count in
      Cue(name: "the last \(count) content words") { question, part, common in
        let near = part.tokens[(question.position - question.distance + 1)..<question.position]
        return key(near.reversed().lazy.filter { !common.contains($0) }.prefix(count))
      }
    }
    + [
      Cue(name: "tokens since the story began") { question, _, _ in
        UInt64(question.position - question.storyStart)
      },
      Cue(name: "the distance") { question, _, _ in UInt64(question.distance) },
      Cue(name: "how often it was asked") { question, _, _ in UInt64(question.answers.count) },
      Cue(name: "the answer before") { question, _, _ in
        question.isAskedOnce ? key(question.answers.suffix(1)) : nil
      },
      Cue(name: "the answers before") { question, _, _ in
        question.isAskedOnce ? key(question.answers.suffix(3)) : nil
      },
      Cue(name: "the story's first words") { question, part, _ in
        let words = part.tokens[question.storyStart..<question.storyStart + 3]
        return question.position - question.distance > question.storyStart + 2 ? key(words) : nil
      },
      Cue(name: "nothing") { _, _, _ in 0 },
    ]
}

/// Tables that learn the most frequent answer of a kind after each cue.
struct ShortcutAudit {
  /// What a cue got of the questions of one kind in a range of distances.
  struct Finding: CustomStringConvertible {
    let kind: String
    let distances: ClosedRange<Int>
    let cue: String
    var count = 0
    var right = 0.0
    var chance = 0.0

    var excess: Double { (right - chance) / Double(max(1, count)) }
    var description: String {
      "\(kind) at \(distances): \(cue) gets \(right / Double(count)) of \(count), by chance \(chance / Double(count))"
    }
  }

  static let distances = [1...4, 5...8, 9...16, 17...32, 33...64, 65...128, 129...256]

  let kinds: [DependencyKind]
  /// The kind whose choices are asked for once.
  let askedOnce: String
  /// The kinds that are looked at; nil for all that depend on the past.
  var only: Set<String>?

  /// Learns from one part, and tells what each cue gets of each kind in the other, in each range of distances.
  func findings(learningFrom train: AuditedPart, askedOf test: AuditedPart) -> [Finding] {
    let common = mostFrequent(train.tokens, count: 60)
    let (learned, asked) = (questions(of: train), questions(of: test))
    return Cue.all.flatMap { cue in
      // The key begins with the kind; each answer is counted.
      var table: [UInt64: [Int32: Int]] = [:]
      func key(_ question: Question, _ part: AuditedPart) -> UInt64? {
        cue.key(question, part, common).map { $0 &* 101 &+ UInt64(question.kind) }
      }
      for question in learned {
        if let key = key(question, train) { table[key, default: [:]][train.tokens[question.position], default: 0] += 1 }
      }
      let best = table.mapValues { counts in counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }
      var findings: [[Finding]] = kinds.map { kind in
        Self.distances.map { Finding(kind: kind.name, distances: $0, cue: cue.name) }
      }
      for question in asked {
        guard let key = key(question, test), let guess = best[key], let chance = test.chances[question.position],
          let bin = Self.distances.firstIndex(where: { $0.contains(question.distance) })
        else { continue }
        findings[Int(question.kind)][bin].count += 1
        findings[Int(question.kind)][bin].chance += chance
        findings[Int(question.kind)][bin].right += guess == test.tokens[question.position] ? 1 : 0
      }
      return findings.flatMap { $0 }.filter { $0.count > 0 }
    }
  }

  private func mostFrequent(_ tokens: [Int32], count: Int) -> Set<Int32> {
    let counts = tokens.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
    return Set(counts.sorted { $0.value > $1.value }.prefix(count).map(\.key))
  }

  private func questions(of part: AuditedPart) -> [Question] {
    var questions: [Question] = []
    for (index, start) in part.documentStarts.enumerated() {
      let end = index + 1 < part.documentStarts.count ? part.documentStarts[index + 1] : part.tokens.count
      var answers = Array(repeating: [Int32](), count: kinds.count)
      for position in start..<end {
        let dependency = part.dependencies[position]
        let kind = Int(dependency.kind)
        guard kind > 0, !kinds[kind].looksAhead, only?.contains(kinds[kind].name) ?? true else { continue }
        questions.append(
          Question(
            position: position, storyStart: start, kind: dependency.kind, distance: Int(dependency.distance),
            answers: answers[kind], isAskedOnce: kinds[kind].name == askedOnce))
        answers[kind].append(part.tokens[position])
      }
    }
    return questions
  }
}
