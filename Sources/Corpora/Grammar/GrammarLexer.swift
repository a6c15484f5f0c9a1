// Cuts a grammar's lines into symbols: words, brackets, <rules>, {variables} and weights.

/// A piece of a line, with its place.
struct GrammarToken {
  enum Content: Equatable {
    case word(String)
    case weight(Double)
    case rule(String)
    case braces(String)
    case open, close, openOptional, closeOptional, bar
  }

  var content: Content
  var location: SourceLocation
}

/// A line without its comment, as scalars; columns count scalars.
struct GrammarLine {
  var number: Int
  var indent: Int
  var scalars: [Unicode.Scalar]

  func location(_ index: Int) -> SourceLocation { SourceLocation(line: number, column: index + 1) }

  func fail(_ index: Int, _ message: String) -> CorpusError {
    .grammarSyntax(line: number, column: index + 1, message: message)
  }
}

enum GrammarLexer {
  static let special = Set("()[]{}<>|#\\".unicodeScalars)

  /// The lines that hold something, without comments and line ends.
  static func lines(of text: String) -> [GrammarLine] {
    var lines: [GrammarLine] = []
    var number = 1
    var scalars: [Unicode.Scalar] = []
    func finish() {
      let line = withoutComment(scalars)
      let indent = line.firstIndex { !isSpace($0) } ?? line.count
      if indent < line.count { lines.append(GrammarLine(number: number, indent: indent, scalars: line)) }
      number += 1
      scalars.removeAll(keepingCapacity: true)
    }
    for scalar in text.unicodeScalars {
      if scalar == "\n" { finish() } else { scalars.append(scalar) }
    }
    finish()
    return lines
  }

  /// Cuts a part of a line into tokens.
  static func tokens(of line: GrammarLine, from start: Int) throws(CorpusError) -> [GrammarToken] {
    var tokens: [GrammarToken] = []
    var index = start
    while index < line.scalars.count {
      let scalar = line.scalars[index]
      if isSpace(scalar) {
        index += 1
        continue
      }
      let location = line.location(index)
      let content: GrammarToken.Content
      switch scalar {
      case "(": (content, index) = (.open, index + 1)
      case ")": (content, index) = (.close, index + 1)
      case "[": (content, index) = (.openOptional, index + 1)
      case "]": (content, index) = (.closeOptional, index + 1)
      case "|": (content, index) = (.bar, index + 1)
      case "<": content = .rule(try enclosed(line, &index, until: ">", what: "a rule's name, as in <opening>"))
      case "{": content = .braces(try enclosed(line, &index, until: "}", what: "a variable, as in {hero=child}"))
      case "}", ">": throw line.fail(index, "“\(scalar)” closes nothing; write \\\(scalar) for the character itself")
      default: content = try word(line, &index)
      }
      tokens.append(GrammarToken(content: content, location: location))
    }
    return tokens
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || scalar == "\u{FEFF}" }

  /// Whether this can name a rule, class, form, variable or kind.
  static func isName(_ text: some StringProtocol) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || isLetter(first) else { return false }
    return text.unicodeScalars.allSatisfy { $0 == "_" || isLetter($0) || ("0"..."9").contains($0) }
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  /// A comment starts with # at the beginning of a line or after a space.
  private static func withoutComment(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var end = line.count
    for (index, scalar) in line.enumerated() where scalar == "#" && (index == 0 || isSpace(line[index - 1])) {
      end = index
      break
    }
    while end > 0, isSpace(line[end - 1]) { end -= 1 }
    return Array(line[..<end])
  }

  private static func enclosed(
    _ line: GrammarLine, _ index: inout Int, until closer: Unicode.Scalar, what: String
  ) throws(CorpusError) -> String {
    let open = index
    var text = String.UnicodeScalarView()
    index += 1
    while index < line.scalars.count, line.scalars[index] != closer {
      if !isSpace(line.scalars[index]) { text.append(line.scalars[index]) }
      index += 1
    }
    guard index < line.scalars.count else {
      throw line.fail(open, "“\(line.scalars[open])” opens \(what), but “\(closer)” is missing on this line")
    }
    index += 1
    return String(text)
  }

  private static func word(_ line: GrammarLine, _ index: inout Int) throws(CorpusError) -> GrammarToken.Content {
    let start = index
    var escaped = false
    var text = String.UnicodeScalarView()
    while index < line.scalars.count, !isSpace(line.scalars[index]) {
      let scalar = line.scalars[index]
      if scalar == "\\" {
        index += 1
        guard index < line.scalars.count, !isSpace(line.scalars[index]) else {
          throw line.fail(start, "“\\” must stand before the character that it makes an ordinary one")
        }
        escaped = true
        text.append(line.scalars[index])
      } else if special.contains(scalar), scalar != "#" {
        break
      } else {
        text.append(scalar)
      }
      index += 1
    }
    let word = String(text)
    let isNumber = word.dropLast().allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
    if !escaped, word.count > 1, word.hasSuffix("*"), isNumber {
      guard let weight = Double(word.dropLast()), weight > 0, weight <= 1e6 else {
        throw line.fail(start, "a weight is a number above 0 and at most a million, as in 3* or 0.5*")
      }
      return .weight(weight)
    }
    return .word(word)
  }
}
