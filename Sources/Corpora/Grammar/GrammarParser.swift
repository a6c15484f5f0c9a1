// Reads a grammar's text into its classes and rules. Corpus/README.md describes the format.

/// Reads the text of a grammar; what the text means is checked later, by `GrammarCompiler`.
package struct GrammarParser {
  private var source = GrammarSource()
  private var block = Block.none
  private enum Block {
    case none, classBlock
    case ruleBlock(indent: Int?)
  }
  /// The tokens of the alternative that is being read; deeper indented lines continue it.
  private var pending: [GrammarToken] = []

  /// - Throws: `CorpusError.grammarSyntax` with line and column.
  package static func parse(_ text: String) throws(CorpusError) -> GrammarSource {
    guard text.utf8.count <= GrammarLimits.bytes else {
      throw .grammarSyntax(line: 1, column: 1, message: "a grammar may have \(GrammarLimits.bytes) bytes at most")
    }
    var parser = GrammarParser()
    for line in GrammarLexer.lines(of: text) {
      if line.indent == 0 {
        try parser.finishAlternative()
        try parser.header(line)
      } else {
        try parser.body(line)
      }
    }
    try parser.finishAlternative()
    return parser.source
  }

  private mutating func header(_ line: GrammarLine) throws(CorpusError) {
    let text = line.scalars.map(String.init).joined()
    let help = "a line that is not indented starts a block: “rule NAME:” or “class NAME: form | form”"
    guard let colon = text.firstIndex(of: ":") else { throw line.fail(0, help) }
    let words = text[..<colon].split(whereSeparator: \.isWhitespace)
    let rest = text[text.index(after: colon)...]
    guard words.count == 2, words[0] == "rule" || words[0] == "class" else { throw line.fail(0, help) }
    let name = String(words[1])
    guard GrammarLexer.isName(name) else {
      throw line.fail(0, "“\(name)” cannot be a name; use letters, digits and _, with a letter first")
    }
    if words[0] == "rule" {
      guard rest.allSatisfy(\.isWhitespace) else {
        throw line.fail(0, "the alternatives of a rule go on indented lines of their own, below “rule \(name):”")
      }
      source.rules.append(RuleDefinition(name: name, location: line.location(0)))
      block = .ruleBlock(indent: nil)
    } else {
      var forms: [FormDefinition] = []
      for column in rest.split(separator: "|", omittingEmptySubsequences: false) {
        let parts = column.split(separator: ":", omittingEmptySubsequences: false).map { part in
          String(part.filter { !$0.isWhitespace })
        }
        guard parts.count <= 2, parts.allSatisfy({ GrammarLexer.isName($0) }) else {
          throw line.fail(0, "a class names its forms, as in “class child: name:recall | they:agreement”")
        }
        forms.append(FormDefinition(name: parts[0], kind: parts.count == 2 ? parts[1] : nil))
      }
      guard forms.count <= GrammarLimits.forms else {
        throw line.fail(0, "a class may have \(GrammarLimits.forms) forms at most")
      }
      source.classes.append(ClassDefinition(name: name, location: line.location(0), forms: forms))
      block = .classBlock
    }
  }

  private mutating func body(_ line: GrammarLine) throws(CorpusError) {
    switch block {
    case .none:
      throw line.fail(line.indent, "this line is indented, but no “rule NAME:” or “class NAME: …” stands above it")
    case .classBlock:
      try member(line)
    case .ruleBlock(let indent):
      if let indent, line.indent > indent {
        pending += try GrammarLexer.tokens(of: line, from: line.indent)
        return
      }
      if let indent, line.indent < indent {
        throw line.fail(
          line.indent, "this line is indented less than the rule's first alternative; indent all of them alike")
      }
      try finishAlternative()
      block = .ruleBlock(indent: line.indent)
      pending = try GrammarLexer.tokens(of: line, from: line.indent)
    }
  }

  private mutating func member(_ line: GrammarLine) throws(CorpusError) {
    var weight = 1.0
    var forms: [[String]] = [[]]
    for (index, token) in try GrammarLexer.tokens(of: line, from: line.indent).enumerated() {
      switch token.content {
      case .word(let word): forms[forms.count - 1].append(word)
      case .bar: forms.append([])
      case .weight(let value) where index == 0: weight = value
      default:
        throw .grammarSyntax(
          line: line.number, column: token.location.column,
          message: "a member of a class is made of words and “|” only; write \\ before a bracket that is a word")
      }
    }
    let definition = source.classes[source.classes.count - 1]
    guard forms.count == definition.forms.count, forms.allSatisfy({ !$0.isEmpty }) else {
      throw line.fail(
        line.indent,
        "class \(definition.name) has \(definition.forms.count) forms ("
          + definition.forms.map(\.name).joined(separator: " | ")
          + "), so each of its lines needs as many, none of them empty, with “|” between them")
    }
    source.classes[source.classes.count - 1].members.append(
      MemberDefinition(weight: weight, forms: forms, location: line.location(line.indent)))
  }

  private mutating func finishAlternative() throws(CorpusError) {
    guard let first = pending.first else { return }
    var index = 0
    let alternative = try sequence(&index, depth: 0, location: first.location)
    if index < pending.count {
      let token = pending[index]
      let message =
        token.content == .bar
        ? "“|” separates choices within ( ); in a rule, each alternative has a line of its own"
        : "this bracket closes nothing"
      throw .grammarSyntax(line: token.location.line, column: token.location.column, message: message)
    }
    source.rules[source.rules.count - 1].alternatives.append(alternative)
    pending = []
  }

  /// Symbols up to a bar, a closing bracket or the end.
  private func sequence(
    _ index: inout Int, depth: Int, location: SourceLocation
  ) throws(CorpusError) -> AlternativeDefinition {
    var alternative = AlternativeDefinition(weight: 1, symbols: [], location: location)
    if index < pending.count, case .weight(let weight) = pending[index].content {
      alternative.weight = weight
      index += 1
    }
    while index < pending.count {
      let token = pending[index]
      switch token.content {
      case .word(let word): alternative.symbols.append(.word(word, token.location))
      case .rule(let name): alternative.symbols.append(.rule(name, token.location))
      case .braces(let text): alternative.symbols.append(try BraceParser.parse(text, at: token.location))
      case .weight:
        throw .grammarSyntax(
          line: token.location.line, column: token.location.column,
          message: "a weight stands at the beginning of an alternative; write \\ before it if it is a word")
      case .open, .openOptional:
        alternative.symbols.append(try choice(&index, depth: depth + 1))
        continue
      case .close, .closeOptional, .bar: return alternative
      }
      index += 1
    }
    return alternative
  }

  private func choice(_ index: inout Int, depth: Int) throws(CorpusError) -> Symbol {
    let open = pending[index]
    let isOptional = open.content == .openOptional
    func fail(_ message: String) -> CorpusError {
      .grammarSyntax(line: open.location.line, column: open.location.column, message: message)
    }
    guard depth <= GrammarLimits.nesting else { throw fail("brackets are nested too deeply here; use rules instead") }
    var alternatives: [AlternativeDefinition] = []
    repeat {
      index += 1
      let location = index < pending.count ? pending[index].location : open.location
      alternatives.append(try sequence(&index, depth: depth, location: location))
    } while index < pending.count && pending[index].content == .bar
    guard index < pending.count, pending[index].content == (isOptional ? .closeOptional : .close) else {
      throw fail("this bracket is not closed by “\(isOptional ? "]" : ")")” within its alternative")
    }
    index += 1
    if isOptional { alternatives.append(AlternativeDefinition(weight: 1, symbols: [], location: open.location)) }
    return .choice(alternatives, open.location)
  }
}

/// Reads what stands between braces.
enum BraceParser {
  static func parse(_ text: String, at location: SourceLocation) throws(CorpusError) -> Symbol {
    func fail() -> CorpusError {
      .grammarSyntax(
        line: location.line, column: location.column,
        message: "“{\(text)}” is not a variable; write {hero=child} to choose one and keep it, {friend=child-hero} for "
          + "another one, {hero} or {hero.they} for a later mention, {loser<-hero} to keep it under a second name, and "
          + ":kind at the end to tag it")
    }
    func names(_ parts: [Substring]) throws(CorpusError) -> [String] {
      guard parts.allSatisfy({ GrammarLexer.isName($0) }) else { throw fail() }
      return parts.map(String.init)
    }
    func split(_ part: some StringProtocol, _ separator: Character) -> [Substring] {
      Substring(part).split(separator: separator, omittingEmptySubsequences: false)
    }

    if let arrow = text.firstRange(of: "<-") {
      let pair = try names([text[..<arrow.lowerBound], text[arrow.upperBound...]])
      return .alias(variable: pair[0], other: pair[1], location)
    }
    let tagged = split(text, ":")
    guard tagged.count <= 2 else { throw fail() }
    let kind = tagged.count == 2 ? try names([tagged[1]])[0] : nil
    let sides = split(tagged[0], "=")
    guard sides.count <= 2 else { throw fail() }
    if sides.count == 1 {
      let parts = try names(split(sides[0], "."))
      guard parts.count <= 2 else { throw fail() }
      return .mention(variable: parts[0], form: parts.count == 2 ? parts[1] : nil, kind: kind, location)
    }
    let variable = try names([sides[0]])[0]
    let chosen = split(sides[1], "-")
    let place = try names(split(chosen[0], "."))
    guard place.count <= 2 else { throw fail() }
    return .binding(
      Binding(
        variable: variable, className: place[0], form: place.count == 2 ? place[1] : nil,
        excluded: try names(Array(chosen.dropFirst())), kind: kind), location)
  }
}
