// Files as people have them: with marks and line ends of other systems, in other encodings, or no text at all.

import Corpora
import Foundation
import LabErrors
import Testing

@Suite("Text files of all kinds")
final class TextFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("texts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func file(_ bytes: some Sequence<UInt8>, _ name: String = "book.txt") throws -> URL {
    let url = folder.appendingPathComponent(name)
    try Data(bytes).write(to: url)
    return url
  }

  private func read(_ text: String) throws -> TextFile { try TextFile.read(try file(text.utf8)) }

  @Test("a byte-order mark is dropped with a note, also where files were put together")
  func marks() throws {
    let one = try read("\u{FEFF}the cat\n")
    #expect(one.text == "the cat\n" && one.notes == ["book.txt: its byte-order mark is dropped"])
    let two = try read("\u{FEFF}the cat\n\u{FEFF}the dog")
    #expect(two.text == "the cat\nthe dog" && two.notes == ["book.txt: 2 byte-order marks are dropped"])
    // Only whole marks: “，” begins with the same byte.
    let plain = try read("日，云\n")
    #expect(plain.text == "日，云\n" && plain.notes.isEmpty)
    #expect(throws: CorpusError.empty(name: folder.appendingPathComponent("book.txt").path)) { try read("\u{FEFF}") }
  }

  @Test("line ends of Windows and of old Macs become line feeds, with a note")
  func lineEnds() throws {
    let windows = try read("one\r\ntwo\r\n\r\nthree")
    #expect(Array(windows.text.utf8) == Array("one\ntwo\n\nthree".utf8) && windows.notes.count == 1)
    #expect(windows.notes[0].contains("3 line feeds (CR LF"))
    let mac = try read("one\rtwo\r\rthree\r")
    #expect(Array(mac.text.utf8) == Array("one\ntwo\n\nthree\n".utf8))
    #expect(mac.notes == ["book.txt: 4 carriage returns without a line feed (CR) are read as line breaks"])
    let twice = try read("one\r\r\ntwo\r")
    #expect(Array(twice.text.utf8) == Array("one\ntwo\n".utf8) && twice.notes.count == 2)
    #expect(try read("one\ntwo\n").notes.isEmpty)
    // A grammar from Windows is a grammar.
    let grammar = "rule story:\r\n  a (b | c) (d | e) (f | g)\r\n"
    let sizes = Corpus.Sizes(train: 5, validation: 0, test: 0)
    #expect(try Corpus.stories(url: try file(grammar.utf8, "a.grammar"), sizes: sizes).grammar?.longestStory == 5)
  }

  @Test("what holds nothing, or nothing but white space, is refused")
  func nothing() throws {
    let path = folder.appendingPathComponent("book.txt").path
    #expect(throws: CorpusError.empty(name: path)) { try read("") }
    #expect(throws: CorpusError.onlySpaces(name: path)) { try read("  \r\n\t\u{A0} \n") }
    #expect(try read("a").text == "a")
  }

  /// The bytes of a text in UTF-16 or UTF-32.
  private func encoded(_ text: String, width: Int, isLittleEndian: Bool, mark: Bool = false) -> [UInt8] {
    let text = (mark ? "\u{FEFF}" : "") + text
    let units = width == 2 ? text.utf16.map(UInt32.init) : text.unicodeScalars.map(\.value)
    return units.flatMap { unit in
      let bytes = (0..<width).map { UInt8(truncatingIfNeeded: unit >> (8 * UInt32($0))) }
      return isLittleEndian ? bytes : bytes.reversed()
    }
  }

  /// The error of a file, and what its command makes of the file.
  private func converted(_ bytes: [UInt8], _ name: String = "a book's.txt") throws -> (message: String, text: String) {
    let url = try file(bytes, name)
    let error = try #require(throws: CorpusError.self) { try TextFile.read(url) }
    #expect(error.exitCode == ExitCode.badData && !error.message.contains("\n"))
    let command = try #require(error.message.firstMatch(of: /: ((iconv|tr|gunzip|xz) .*)$/)?.1, "\(error.message)")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", String(command)]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    let stem = String(name.prefix { $0 != "." })
    let made = try Data(contentsOf: folder.appendingPathComponent(stem + ".utf8.txt"))
    return (error.message, String(decoding: made, as: UTF8.self))
  }

  private static let hasIconv = FileManager.default.isExecutableFile(atPath: "/usr/bin/iconv")

  @Test(
    "UTF-16 and UTF-32 are recognised, with and without a mark, and the command in the message converts them",
    .enabled(if: hasIconv),
    arguments: ["the cat sat on the mat\n", "日云张姜珍菜剑，芥黄号光\n夜黄淡律果姜\n", "Привет, мир! 😀\n", "ä\n"], [2, 4])
  func wide(_ text: String, _ width: Int) throws {
    for (little, mark) in [(true, true), (true, false), (false, true), (false, false)] {
      let bytes = encoded(text, width: width, isLittleEndian: little, mark: mark)
      let found = try converted(bytes)
      let name = "UTF-\(8 * width)" + (mark ? "" : little ? "LE" : "BE")
      #expect(found.text == text && found.message.contains("text in \(name), not in UTF-8"), "\(found)")
    }
  }

  @Test("an odd byte at the end, and a stray control character, do not hide UTF-16")
  func damagedWide() throws {
    let text = String(repeating: "the cat sat on the mat\n", count: 20) + "\u{C}"
    let bytes = encoded(text, width: 2, isLittleEndian: true) + [0x0A]
    let error = try #require(throws: CorpusError.self) { try TextFile(bytes: bytes, path: "/x/a.txt") }
    #expect(error.message.contains("UTF-16LE"))
  }

  @Test("Windows-1252 and Latin-1 are recognised and converted", .enabled(if: hasIconv))
  func windows1252() throws {
    let latin =
      Array("Gr".utf8) + [0xFC, 0xDF] + Array("e aus K".utf8) + [0xF6] + Array("ln, na".utf8) + [0xEF]
      + Array("ve\n".utf8)
    let found = try converted(latin)
    #expect(found.text == "Grüße aus Köln, naïve\n" && found.message.contains("byte 2 fits no character"))
    let windows = [0x93] + Array("quoted".utf8) + [0x94] + Array(" and it".utf8) + [0x92] + Array("s 5 ".utf8) + [0x80]
    #expect(try converted(windows).text == "“quoted” and it’s 5 €")
  }

  @Test("UTF-8 that was cut or damaged is told from other encodings, and mended", .enabled(if: hasIconv))
  func broken() throws {
    let cut = Array("Grüße, naïve Leserin: Ende ä".utf8.dropLast())
    let found = try converted(cut)
    #expect(found.text == "Grüße, naïve Leserin: Ende " && found.message.contains("UTF-8 text but for 1 byte"))
  }

  @Test("stray NULs are dropped by the command in the message")
  func strayNULs() throws {
    let text = Array("one line of text\nanother li".utf8) + [0] + Array("ne of text, ä\n".utf8)
    let found = try converted(text)
    #expect(found.text == "one line of text\nanother line of text, ä\n" && found.message.contains("byte 27"))
  }

  @Test(
    "letters in other encodings are refused with a command that asks for the encoding",
    arguments: [
      // “Привет, мир” in Windows-1251, “中文文字” in GB18030, “日本語” in Shift-JIS.
      [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x2C, 0x20, 0xEC, 0xE8, 0xF0],
      [0xD6, 0xD0, 0xCE, 0xC4, 0xCE, 0xC4, 0xD7, 0xD6], [0x93, 0xFA, 0x96, 0x7B, 0x8C, 0xEA],
    ])
  func others(_ bytes: [UInt8]) throws {
    let error = try #require(throws: CorpusError.self) { try TextFile(bytes: bytes, path: "/x/old.txt") }
    #expect(error.message.contains("iconv -f ENCODING -t UTF-8 < /x/old.txt > old.utf8.txt"), "\(error.message)")
  }

  @Test("packed files and binaries are called what they are")
  func noTexts() throws {
    func message(_ bytes: [UInt8]) throws -> String {
      try #require(throws: CorpusError.self) { try TextFile(bytes: bytes, path: "/x/f") }.message
    }
    #expect(try message([0x1F, 0x8B, 8, 0, 0, 0, 0, 0]).contains("gunzip -c < /x/f > f.utf8.txt"))
    #expect(try message(Array("PK\u{3}\u{4}".utf8) + [0, 0, 20]).contains(".docx"))
    #expect(try message(Array("%PDF-1.7\n".utf8)).contains("PDF"))
    let numbers = (0..<400).flatMap { (number: Int) -> [UInt8] in [UInt8(number % 7), 0, UInt8(number % 251), 1] }
    #expect(try message(numbers).contains("is not text: it has NUL bytes, the first of them byte 0"))
    #expect(try message([UInt8](repeating: 0, count: 5000)).contains("is not text"))
  }

  @Test("a file that is read in several pieces is whole")
  func pieces() throws {
    let bytes = (0..<2_600_001).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let url = try file(bytes)
    #expect(try FileBytes.read(url.path) == bytes)
  }

  @Test("a file of more than the limit is refused before it is worked with")
  func limit() throws {
    let url = try file([UInt8](repeating: 97, count: 3000))
    #expect(try FileBytes.read(url.path, limit: 3000).count == 3000)
    #expect(throws: CorpusError.tooLarge(name: url.path, limit: 2999)) { try FileBytes.read(url.path, limit: 2999) }
    // A device that never ends.
    #expect(throws: CorpusError.tooLarge(name: "/dev/zero", limit: 1 << 23)) {
      try FileBytes.read("/dev/zero", limit: 1 << 23)
    }
  }

  @Test("a pipe's errors are about the pipe")
  func pipes() throws {
    #expect(throws: CorpusError.emptyPipe(name: "standard input")) { try TextFile(bytes: [], path: "/dev/stdin") }
    #expect(throws: CorpusError.onlySpaces(name: "a pipe")) { try TextFile(bytes: [32], path: "/dev/fd/63") }
    let error = try #require(throws: CorpusError.self) { try TextFile(bytes: [0xFF, 0xFE, 97, 0], path: "/dev/stdin") }
    #expect(error.message.hasSuffix("convert it: … | iconv -f UTF-16 -t UTF-8 | …"))
    #expect(CorpusSource(name: "/dev/stdin", kind: .char).absolute.name == "-")
    #expect(CorpusSource(name: "/dev/fd/63", kind: .word).absolute == CorpusSource(name: "-", kind: .word))
    #expect(throws: CorpusError.pipeGone) { try CorpusSource(name: "-", kind: .char).load() }
    #expect(CorpusError.pipeGone.exitCode == ExitCode.inputMissing)
  }
}
