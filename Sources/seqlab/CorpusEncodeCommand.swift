// `seqlab corpus encode` and `decode`: text to the numbers of byte pairs, and back.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit

extension CorpusCommand {
  /// Text to numbers.
  struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "encode", abstract: "Turns text into the tokens of byte pairs.",
      usage: "seqlab corpus encode --vocabulary <dir> --text <text> [<options>]",
      discussion: """
        Prints the numbers, with commas between; or writes them to a file, as 32-bit
        numbers in the machine's order.

          seqlab corpus encode --vocabulary gpt2 --text "Hello world"
          seqlab corpus encode --vocabulary gpt2 --file book.txt --out book.ids
        """)

    @Option(help: ArgumentHelp("A folder or file with byte pairs.", valueName: "dir")) var vocabulary: String
    @Option(help: ArgumentHelp("The text.", valueName: "text")) var text: String?
    @Option(help: ArgumentHelp("A file in UTF-8, taken as it is.", valueName: "file")) var file: String?
    @Flag(help: "Read special tokens, such as <|endoftext|>, as text.") var noSpecials = false
    @Option(help: ArgumentHelp("Write the numbers to a file.", valueName: "file")) var out: String?
    @Option(help: ArgumentHelp("Encode so often, and tell the median time", valueName: "n")) var passes = 1
    @Flag(help: "Print one JSON object.") var json = false

    private struct Result: Encodable {
      let tokens: [Int32]?
      let count, bytes: Int
      let seconds: Double
    }

    func run() throws {
      let passes = try Flags.range(passes, "passes", 1...1000)
      guard (text == nil) != (file == nil) else { throw UsageError("give either --text or --file") }
      let pairs = try BytePairs(contentsOf: URL(userPath: vocabulary))
      let text = try text ?? Self.contents(of: file ?? "")
      // The table of characters is made once.
      var ids = pairs.encode("é")
      var times: [Double] = []
      for _ in 0..<passes {
        let began = ContinuousClock.now
        ids = pairs.encode(text, specials: !noSpecials)
        times.append((ContinuousClock.now - began).milliseconds / 1e3)
      }
      let (seconds, bytes) = (times.sorted()[passes / 2], text.utf8.count)
      if let out { try writeAtomically(to: URL(userPath: out)) { (file) throws(OutputError) in try file.write(ids) } }
      if json {
        return try Output.json(Result(tokens: out == nil ? ids : nil, count: ids.count, bytes: bytes, seconds: seconds))
      }
      if out == nil { try Output.result(ids.map(String.init).joined(separator: ",") + "\n") }
      Output.note(
        "\(Words.count(ids.count)) tokens of \(Words.count(bytes)) bytes; "
          + "\(Words.number(Double(bytes) / 1e6 / max(seconds, 1e-9), digits: 1)) MB/s")
    }

    private static func contents(of path: String) throws -> String {
      guard let text = String(validating: try FileBytes.read(URL(userPath: path).path), as: UTF8.self) else {
        throw InputError("\(printable(path)) is not UTF-8")
      }
      return text
    }
  }

  /// Numbers to text.
  struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "decode", abstract: "Turns tokens of byte pairs into text.",
      usage: "seqlab corpus decode --vocabulary <dir> --tokens <list> [<options>]",
      discussion: """
        Bytes that are no UTF-8 are shown as U+FFFD. Numbers that no token has are
        left out.

          seqlab corpus decode --vocabulary gpt2 --tokens 15496,995
          seqlab corpus decode --vocabulary gpt2 --file book.ids --out book.txt
        """)

    @Option(help: ArgumentHelp("A folder or file with byte pairs.", valueName: "dir")) var vocabulary: String
    @Option(help: ArgumentHelp("Token numbers, with commas between.", valueName: "list")) var tokens: String?
    @Option(help: ArgumentHelp("A file of 32-bit numbers, as encode writes it.", valueName: "file")) var file: String?
    @Option(help: ArgumentHelp("Write the text to a file.", valueName: "file")) var out: String?

    func run() throws {
      guard (tokens == nil) != (file == nil) else { throw UsageError("give either --tokens or --file") }
      let pairs = try BytePairs(contentsOf: URL(userPath: vocabulary))
      let text = pairs.decode(try tokens.map { try Self.numbers($0) } ?? Self.read(file ?? ""))
      guard let out else { return try Output.text(text) }
      try writeAtomically(Data(text.utf8), to: URL(userPath: out))
    }

    private static func numbers(_ list: String) throws -> [Int32] {
      try list.split(separator: ",").map { part in
        guard let number = Int32(part.trimmingCharacters(in: .whitespaces)) else {
          throw UsageError("--tokens: '\(printable(String(part)))' is not a token number")
        }
        return number
      }
    }

    private static func read(_ path: String) throws -> [Int32] {
      let data = try FileBytes.read(URL(userPath: path).path)
      guard data.count % 4 == 0 else { throw InputError("\(printable(path)) is not a file of 32-bit numbers") }
      return data.withUnsafeBytes { bytes in
        (0..<data.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self) }
      }
    }
  }
}
