// What the loader refuses, with the place and the offending words; and that no text makes it crash.

import Corpora
import Foundation
import Testing

@Suite("Checks of a grammar")
struct GrammarChecksTests {
  /// A grammar that must be refused by the checks, the line of the finding, the words, and a part of the message.
  struct Refused: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let words: [String]
    let message: String
    var testDescription: String { message }
  }

  static let refused = [
    Refused(
      text: "rule story:\n  a cat sat\n  the dog ran\n  a dog ran", line: 4, words: ["a"],
      message: "begin with different words"),
    Refused(
      text: "rule story:\n  it is (red | blue | red) .", line: 2, words: ["red"], message: "begin with different words"),
    Refused(
      text: "rule story:\n  it is [very] very good", line: 2, words: ["very"], message: "may write nothing"),
    Refused(
      text: "rule story:\n  oh <a> <b>\nrule a:\n  ()\n  no\nrule b:\n  [so] no", line: 3, words: ["no"],
      message: "may write nothing"),
    Refused(text: "rule story:\n  a [([x] | y)] .", line: 2, words: [], message: "one of a choice may"),
    Refused(
      text: "class c: n | s\n  cat | it\n  dog | it\nrule story:\n  {x=c.s} is a {x}", line: 5, words: ["it"],
      message: "chosen silently"),
    Refused(
      text: "class c: n\n  cat\n  dog\nrule story:\n  {x} ran to {x=c}", line: 5, words: ["x"],
      message: "without having chosen it"),
    Refused(
      text: "class c: n\n  cat\n  dog\nrule story:\n  (so {x=c} | oh) <end>\nrule end:\n  the {x} ran", line: 7,
      words: ["x"], message: "without having chosen it"),
    Refused(
      text: "class c: n\n  cat\n  dog\nrule story:\n  {y<-x} so {x=c}", line: 5, words: ["x"],
      message: "without having chosen it"),
    Refused(
      text: "class c: n\n  cat\nrule story:\n  {x=c} and {y=c-x}", line: 4, words: ["c"], message: "none may be left"),
    Refused(
      text: "class c: n\n  cat\nclass d: n\n  dog\nrule story:\n  {x=c} and {x=d}", line: 6, words: ["x"],
      message: "two classes"),
    Refused(text: "rule story:\n  a <b>", line: 2, words: ["b"], message: "no rule b"),
    Refused(text: "rule story:\n  {x=b}", line: 2, words: ["b"], message: "no class b"),
    Refused(text: "rule story:\n  so {x}", line: 2, words: ["x"], message: "nothing ever chooses"),
    Refused(
      text: "class c: n\n  cat\nrule story:\n  {x=c} {x.they}", line: 4, words: ["they"], message: "has no form they"),
    Refused(
      text: "class c: n:k\n  cat\nrule story:\n  {x=c:k} {x}", line: 4, words: ["k"], message: "use two names"),
    Refused(text: "rule tale:\n  a", line: 1, words: ["story"], message: "no “rule story:”"),
    Refused(text: "rule story:\nrule b:\n  a", line: 1, words: [], message: "no alternatives"),
    Refused(text: "class c: n\nrule story:\n  a", line: 1, words: [], message: "no members"),
    Refused(text: "rule story:\n  a\nrule story:\n  b", line: 3, words: ["story"], message: "two rules"),
    Refused(
      text: "rule story:\n  a <b>\nrule b:\n  c [<story>]", line: 1,
      words: ["rule story", "rule b", "a choice in rule b", "rule story"], message: "contains itself"),
    Refused(text: "rule story:\n  ()", line: 1, words: [], message: "no story has any word"),
  ]

  @Test("is refused, with line, words and remedy", arguments: refused)
  func refuses(_ expected: Refused) {
    do throws(CorpusError) {
      _ = try Grammar(expected.text)
      Issue.record("accepted")
    } catch {
      guard case .grammarChecks(let problems) = error else {
        Issue.record("another error: \(error)")
        return
      }
      #expect(problems.count == 1, "\(error)")
      #expect(problems.first?.line == expected.line)
      #expect(problems.first?.words == expected.words)
      #expect(problems.first?.message.contains(expected.message) == true, "\(error)")
    }
  }

  /// Texts that cannot be read, with the line and column of the complaint.
  static let unreadable: [(text: String, line: Int, column: Int)] = [
    ("  a cat", 1, 3), ("story = a", 1, 1), ("rule story: a", 1, 1), ("rule 2: ", 1, 1), ("rule story:\n  a (b", 2, 5),
    ("rule story:\n  a b)", 2, 6), ("rule story:\n  a | b", 2, 5), ("rule story:\n  (a ]", 2, 3),
    ("rule story:\n  a <b", 2, 5), ("rule story:\n  a {b", 2, 5), ("rule story:\n  a }", 2, 5),
    ("rule story:\n  a {b=}", 2, 5), ("rule story:\n  a {b=c=d}", 2, 5), ("rule story:\n  a {b.c.d}", 2, 5),
    ("rule story:\n  a 3* b", 2, 5), ("rule story:\n  0* b", 2, 3), ("rule story:\n  a \\", 2, 5),
    ("class c: n | m\n  cat\nrule story:\n  a", 2, 3), ("class c: n\n  (cat)\nrule story:\n  a", 2, 3),
    ("class c: 1\n  cat", 1, 1), ("rule story:\n    a\n  b", 3, 3), ("rule story:\n  a ___", 2, 5),
  ]

  @Test("what cannot be read is shown by line and column", arguments: unreadable.indices)
  func syntax(index: Int) {
    let (text, line, column) = Self.unreadable[index]
    do throws(CorpusError) {
      _ = try Grammar(text)
      Issue.record("accepted: \(text)")
    } catch {
      guard case .grammarSyntax(line, column, _) = error else {
        Issue.record("\(text): \(error)")
        return
      }
    }
  }

  @Test("nothing but white space is an empty grammar")
  func empty() {
    #expect(throws: CorpusError.empty(name: "the grammar")) { try Grammar(" \n\t\n") }
  }

  @Test("grammars that would explode are refused, not expanded")
  func explosions() {
    let doubling = (0..<60).map { "rule r\($0):\n  <r\($0 + 1)> <r\($0 + 1)>" }.joined(separator: "\n")
    let words = "rule story:\n  a <r0>\n\(doubling)\nrule r60:\n  b"
    let silent = "rule story:\n  a <r0>\n\(doubling)\nrule r60:\n  ()"
    let nested = "rule story:\n  " + String(repeating: "(", count: 5000) + "a" + String(repeating: ")", count: 5000)
    let links = (0..<3000).map { "rule r\($0):\n  <r\($0 + 1)>\n" }.joined()
    let chain = "rule story:\n  <r0>\n\(links)rule r3000:\n  a"
    for text in [words, silent, nested, chain] {
      #expect(throws: CorpusError.self) { try Grammar(text) }
    }
  }

  @Test("a rule that no story uses is a warning")
  func unused() throws {
    let grammar = try Grammar("rule story:\n  a\nrule spare:\n  b")
    #expect(grammar.warnings.count == 1)
    #expect(grammar.warnings.first?.contains("spare") == true)
  }

  @Test("mutated grammars load or are refused, and what loads writes stories that parse")
  func mutations() throws {
    let original = Array(try defaultGrammarText().unicodeScalars)
    let alphabet = Array("<>{}()[]|\\*=-.:#\n ab3\u{301}“".unicodeScalars)
    var random = SeededGenerator(seed: 99)
    var loaded = 0
    for round in 0..<600 {
      var scalars = original
      for _ in 0...random.index(below: 4) {
        let index = random.index(below: scalars.count)
        switch random.index(below: 4) {
        case 0: scalars[index] = alphabet[random.index(below: alphabet.count)]
        case 1: scalars.insert(alphabet[random.index(below: alphabet.count)], at: index)
        case 2: scalars.removeSubrange(index..<min(scalars.count, index + 1 + random.index(below: 40)))
        default:
          let from = random.index(below: scalars.count)
          scalars.insert(contentsOf: Array(scalars[from..<min(scalars.count, from + 60)]), at: index)
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      guard let grammar = try? Grammar(String(text)) else { continue }
      loaded += 1
      #expect(grammar.check(stories: 20, seed: UInt64(round)).passed, "round \(round)")
    }
    #expect(loaded > 50 && loaded < 600)
  }
}

/// The text of the default grammar, from the repository.
func defaultGrammarText() throws -> String { try repositoryFile("Corpus/stories.grammar") }

/// The text of a file in the repository.
func repositoryFile(_ path: String) throws -> String {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return try TextFile.read(root.appendingPathComponent(path)).text
}
