// No cheap cue tells what the parrot heard, or anything else that has to be remembered.

import Corpora
import Testing

@Suite("No shortcuts in the stories")
struct ShortcutTests {
  let grammar: Grammar

  init() throws {
    grammar = try Grammar(try defaultGrammarText())
  }

  private func part(_ seed: UInt64, tokens: Int) -> AuditedPart {
    AuditedPart(grammar.stories(tokenCount: tokens, seed: seed))
  }

  @Test("a cue nearer than what settles the answer gets no more than chance, whatever the kind")
  func nothingIsFound() {
    let audit = ShortcutAudit(kinds: grammar.kinds, askedOnce: "echo")
    let findings = audit.findings(learningFrom: part(11, tokens: 1_000_000), askedOf: part(12, tokens: 1_000_000))
      .filter { $0.count >= 300 }
    for finding in findings {
      // Among some hundreds of findings, a few lie three standard errors from what is expected.
      let error = (0.25 / Double(finding.count)).squareRoot()
      #expect(finding.excess < 0.02 + (finding.kind == "echo" ? 0 : 3 * error), "\(finding)")
    }
    let echo = findings.filter { $0.kind == "echo" }
    #expect(Set(echo.map(\.cue)).count == Cue.all.count)
    #expect(echo.count { $0.cue == "nothing" && $0.count > 1500 } == 6, "\(echo.filter { $0.cue == "nothing" })")
    #expect(Set(findings.map(\.kind)) == ["echo", "recall", "pronoun", "agreement", "bracket", "role", "sense"])
  }

  /// A way to give answers away: what it changes of a part, at an answer of the story from `start`.
  struct Leak: Sendable, CustomTestStringConvertible {
    let cue: String
    let plant: @Sendable (inout AuditedPart, _ answer: Int, _ start: Int, _ before: Int32?) -> Void
    var testDescription: String { cue }
  }

  static let leaks = [
    Leak(cue: "the last 4 tokens") { part, answer, _, _ in
      if part.tokens[answer] % 2 == 0 { part.tokens[answer - 4] = 1 }
    },
    Leak(cue: "the token 12 back") { part, answer, _, _ in
      if part.tokens[answer] % 2 == 0, part.dependencies[answer].distance > 12 { part.tokens[answer - 12] = 1 }
    },
    Leak(cue: "tokens since the story began") { part, answer, start, _ in
      if answer % 3 == 0 { part.tokens[answer] = Int32((answer - start) % 10) }
    },
    Leak(cue: "the answer before") { part, answer, _, before in
      if let before, answer % 4 == 0 { part.tokens[answer] = before }
    },
  ]

  @Test("a planted shortcut is found by the cue that sees it", arguments: leaks)
  func leaksAreFound(leak: Leak) {
    func planted(_ seed: UInt64) -> AuditedPart {
      var part = part(seed, tokens: 400_000)
      for (index, start) in part.documentStarts.enumerated() {
        let end = index + 1 < part.documentStarts.count ? part.documentStarts[index + 1] : part.tokens.count
        var before: Int32?
        for position in start..<end
        where grammar.kinds[Int(part.dependencies[position].kind)].name == "echo"
          && part.dependencies[position].distance > 8
        {
          leak.plant(&part, position, start, before)
          before = part.tokens[position]
        }
      }
      return part
    }
    let audit = ShortcutAudit(kinds: grammar.kinds, askedOnce: "echo", only: ["echo"])
    let findings = audit.findings(learningFrom: planted(21), askedOf: planted(22))
    #expect(
      findings.contains { $0.kind == "echo" && $0.cue == leak.cue && $0.count >= 300 && $0.excess > 0.05 },
      "\(findings.filter { $0.kind == "echo" && $0.cue == leak.cue })")
  }
}
