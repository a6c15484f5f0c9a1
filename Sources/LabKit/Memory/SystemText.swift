// Numbers in the text files by which Linux tells of itself.

import Foundation

/// Reads files such as `/proc/meminfo`: a name and a number on each line.
enum SystemText {
  /// The text of a file; nil if there is none.
  static func read(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  /// "MemAvailable:   23456 kB" in bytes.
  static func kibibytes(_ name: String, in text: String?) -> Double? { value(name, in: text).map { 1024 * $0 } }

  /// The number behind a name at the beginning of a line.
  static func value(_ name: String, in text: String?) -> Double? {
    for line in (text ?? "").split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count >= 2, words[0] == name { return Double(words[1]) }
    }
    return nil
  }
}
