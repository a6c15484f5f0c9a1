// Errors in a corpus as a command shows them: one line and an exit code.

import Corpora
import LabErrors
import Testing

@Suite("Errors in a corpus")
struct CorpusErrorTests {
  @Test("a file that cannot be had and one that cannot be used have different exit codes")
  func exitCodes() {
    let missing: [CorpusError] = [
      .missingFile(path: "a"), .directory(path: "a"), .unreadable(path: "a", reason: "b"), .pipeGone,
    ]
    #expect(missing.allSatisfy { $0.exitCode == ExitCode.inputMissing })
    let unusable: [CorpusError] = [
      .empty(name: "a"), .emptyPipe(name: "a"), .onlySpaces(name: "a"), .tooLarge(name: "a", limit: 1 << 30),
      .notText(name: "a", isPipe: false, byteOffset: 3, looksLike: .binary),
      .unknownTokens(name: "a", UnknownTokens()), .tooShort(name: "a", needs: 2, has: 1),
      .tooFewStories(split: "test", needs: 2, has: 1), .grammarSyntax(line: 1, column: 2, message: "a"),
      .grammarChecks([]), .unknownToken("a"), .invalidTokenizer(reason: "a"),
    ]
    #expect(unusable.allSatisfy { $0.exitCode == ExitCode.badData })
  }

  @Test("of several findings in a grammar, the message tells the first, and the description all")
  func findings() throws {
    let grammar = """
      rule story:
        the cat
        the dog
        a hen
        a pig
      """
    let error = try #require(throws: CorpusError.self) { try Grammar(grammar) }
    guard case .grammarChecks(let problems) = error else { return #expect(Bool(false), "\(error)") }
    #expect(problems.count > 1)
    #expect(error.message.hasPrefix("\(problems[0]) (and \(problems.count - 1) more"))
    #expect(!error.message.contains("\n"))
    #expect(error.description.split(separator: "\n").count == problems.count)
    #expect(CorpusError.grammarChecks([problems[0]]).message == problems[0].description)
  }
}
