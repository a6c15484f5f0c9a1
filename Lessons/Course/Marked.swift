// Blocks of a lesson that are not written by hand: code of the repository, output of commands, and figures.

import Foundation

/// A block of code behind a line `<!-- code: path#name -->` or `<!-- run: … -->`, or a picture behind
/// `<!-- figure: path -->`.
struct Marked {
  enum Kind: Equatable {
    /// Lines of a source: of what is between `// lesson: name` and `// end`, or else of the declaration of that name.
    case code(path: String, name: String)
    /// A command and what it prints. Numbers may differ by this share from what was recorded, or by one in the last digit.
    case run(tolerance: Double)
    /// A picture that a command of the lesson has drawn: this file, and one beside it for dark pages.
    case figure(path: String)
  }

  let kind: Kind
  /// The lines between the fences, or all of a picture's, in the lesson's lines.
  let range: Range<Int>

  /// The marked blocks of a text, in its order.
  static func blocks(of lines: [String]) throws -> [Marked] {
    try lines.indices.compactMap { index in
      guard let kind = try kind(lines[index], line: index + 1) else { return nil }
      if case .figure = kind {
        guard index + 1 < lines.count, lines[index + 1] == "<picture>",
          let end = lines[(index + 1)...].firstIndex(of: "</picture>")
        else { throw CourseError("line \(index + 1): a figure's marker must stand just before <picture> … </picture>") }
        return Marked(kind: kind, range: index + 1..<end + 1)
      }
      guard index + 1 < lines.count, lines[index + 1].hasPrefix("```"),
        let end = lines[(index + 2)...].firstIndex(of: "```")
      else { throw CourseError("line \(index + 1): a marker must stand just before a block of code") }
      return Marked(kind: kind, range: index + 2..<end)
    }
  }

  private static func kind(_ line: String, line number: Int) throws -> Kind? {
    guard line.hasPrefix("<!-- "), line.hasSuffix(" -->") else { return nil }
    let content = line.dropFirst(5).dropLast(4)
    if content.hasPrefix("code: ") {
      let parts = content.dropFirst(6).split(separator: "#", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw CourseError("line \(number): write code: path#name") }
      return .code(path: parts[0], name: parts[1])
    }
    if content.hasPrefix("figure: ") { return .figure(path: String(content.dropFirst(8))) }
    if content.hasPrefix("run: within ") {
      guard let percent = Double(content.dropFirst(12).replacing(" %", with: "")) else {
        throw CourseError("line \(number): write run: within 5 %")
      }
      return .run(tolerance: percent / 100)
    }
    return nil
  }

  // MARK: Code

  /// The lines that a name stands for in a source, without the indentation that all have.
  static func code(_ name: String, in source: String) throws -> [String] {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func trimmed(_ index: Int) -> String { lines[index].trimmingCharacters(in: .whitespaces) }
    func indentation(_ index: Int) -> Int { lines[index].prefix { $0 == " " }.count }
    var range: Range<Int>?
    if let start = lines.indices.first(where: { trimmed($0) == "// lesson: \(name)" }),
      let end = lines[start...].indices.first(where: { trimmed($0) == "// end" })
    {
      range = start + 1..<end
    } else if let start = lines.indices.first(where: { declares(name, trimmed($0)) }) {
      let isOneLine = trimmed(start).hasSuffix("}")
      let end =
        isOneLine
        ? start : lines.indices.first { $0 > start && indentation($0) == indentation(start) && trimmed($0) == "}" }
      range = end.map { start..<$0 + 1 }
    }
    guard let range else { throw CourseError("there is no '// lesson: \(name)', and no declaration of that name") }
    let least = range.filter { !trimmed($0).isEmpty }.map(indentation).min() ?? 0
    return range.map { String(lines[$0].dropFirst(least)) }
  }

  private static func declares(_ name: String, _ line: String) -> Bool {
    guard !line.hasPrefix("//") else { return false }
    return ["func", "struct", "enum", "class", "protocol", "extension"].contains { keyword in
      guard let range = line.range(of: "\(keyword) \(name)") else { return false }
      let isWord = range.lowerBound == line.startIndex || line[line.index(before: range.lowerBound)] == " "
      let next = range.upperBound == line.endIndex ? " " : line[range.upperBound]
      return isWord && !next.isLetter && !next.isNumber
    }
  }

  // MARK: Output

  /// Whether two outputs say the same: the same words, and numbers within a share of each other or one in the last digit. Whole numbers
  /// above 100 are counts, which no machine changes.
  static func agree(_ a: [String], _ b: [String], within tolerance: Double) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).allSatisfy { first, second in
      let (one, two) = (pieces(first), pieces(second))
      return one.count == two.count && zip(one, two).allSatisfy { close($0, $1, tolerance) }
    }
  }

  /// How many numbers there are in lines that `agree` compares.
  static func numberCount(of lines: [String]) -> Int {
    lines.flatMap(pieces).count { number($0) != nil }
  }

  /// The words and numbers of a line. Rules and bars of blocks, which are as wide or as high as the numbers, are left out.
  private static func pieces(_ line: String) -> [Substring] {
    line.split { $0 == " " || $0 == "(" || $0 == ")" || $0 == "±" || "─▁▂▃▄▅▆▇█".contains($0) }
  }

  private static func close(_ a: Substring, _ b: Substring, _ tolerance: Double) -> Bool {
    if a == b { return true }
    let (first, second) = (number(a), number(b))
    guard let first, let second else { return false }
    if isWhole(a), isWhole(b), max(first.value, second.value) > 100 { return false }
    return abs(first.value - second.value)
      <= max(tolerance * max(abs(first.value), abs(second.value)), 1.001 * max(first.unit, second.unit))
  }

  private static func isWhole(_ text: Substring) -> Bool { text.allSatisfy(\.isNumber) }

  private static func number(_ text: Substring) -> (value: Double, unit: Double)? {
    let digits = text.replacing("−", with: "-").replacing("+", with: "").replacing("×", with: "").replacing(
      ",", with: "")
    guard let value = Double(digits) else { return nil }
    let mantissa = digits.prefix { $0 != "e" }
    let decimals = mantissa.firstIndex(of: ".").map { mantissa.distance(from: $0, to: mantissa.endIndex) - 1 } ?? 0
    let exponent = digits.firstIndex(of: "e").flatMap { Int(digits[digits.index(after: $0)...]) } ?? 0
    return (value, pow(10, Double(exponent - decimals)))
  }
}
