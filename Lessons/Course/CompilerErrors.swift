// Picks from a screen of compiler's messages what a learner needs.

import Foundation

enum CompilerErrors {
  /// The first errors, each as "file:line: words", and beneath it the line of the source.
  static func first(_ count: Int, of text: String, answer: URL, shown: String, main: URL) -> [String] {
    let source = (try? String(contentsOf: answer, encoding: .utf8))?.split(
      separator: "\n", omittingEmptySubsequences: false)
    var (result, seen): ([String], Set<String>) = ([], [])
    for line in text.split(separator: "\n") {
      guard let (file, number, words) = parsed(line), result.count < count else { continue }
      let entry: String
      if file == answer.path, let source, number >= 1, number <= source.count {
        let code = source[number - 1].trimmingCharacters(in: .whitespaces)
        entry = "\(shown):\(number): \(words)\n    \(code)"
      } else if file == main.path {
        // The file itself compiles, but the type that is asked for is not there, or does not do what is asked.
        entry = "\(shown): \(words)"
      } else {
        entry = "\(file):\(number): \(words)"
      }
      if seen.insert(entry).inserted { result.append(entry + (hint(words).map { "\n    " + $0 } ?? "")) }
    }
    if result.isEmpty { result = text.split(separator: "\n").suffix(3).map(String.init) }
    return result
  }

  /// What is often meant by words that do not say it.
  private static func hint(_ words: String) -> String? {
    let mixed = words.contains("'Int'") && words.contains("'Double'")
    guard mixed || words.contains("unable to type-check this expression") else { return nil }
    return "Often: a whole number (Int) beside a Double. Write Double(…) around it."
  }

  /// The parts of "path:line:column: error: words".
  private static func parsed(_ line: Substring) -> (file: String, line: Int, words: String)? {
    guard let mark = line.range(of: ": error: ") else { return nil }
    let place = line[..<mark.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
    guard place.count >= 3, let number = Int(place[place.count - 2]) else { return nil }
    return (place.dropLast(2).joined(separator: ":"), number, String(line[mark.upperBound...]))
  }

  /// "Swift/Array.swift:1: Fatal error: Index out of range" without the place, which is not the learner's.
  static func reason(_ line: Substring) -> String {
    for mark in ["Fatal error: ", "error: "] {
      if let range = line.range(of: mark) { return String(line[range.upperBound...]) }
    }
    return String(line)
  }
}
