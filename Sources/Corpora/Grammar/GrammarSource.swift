// A grammar as it is written: what the parser reads and the compiler checks. Corpus/README.md describes the format.

/// A place in the grammar's text, counted from 1.
package struct SourceLocation: Sendable {
  package var line: Int
  package var column: Int
}

/// The limits within which a grammar is accepted, so that no file can exhaust memory or stack.
package enum GrammarLimits {
  package static let bytes = 1 << 20
  package static let words = 20_000
  /// Rules, with inline choices counted as rules.
  package static let rules = 10_000
  /// Brackets within brackets, and rules within rules.
  package static let nesting = 64
  package static let variables = 256
  package static let forms = 32
  package static let kinds = 100
  /// Tokens in the longest story, its end included; a distance must fit 16 bits with ease.
  package static let storyLength = 4_000
  /// Symbols expanded for one story, silent ones included.
  package static let storyExpansions = 100_000
  /// Entries of the table that finds an alternative by its first word.
  package static let firstWords = 2_000_000
}

/// A whole grammar: classes of things that can be bound, and rules.
package struct GrammarSource: Sendable {
  package var classes: [ClassDefinition] = []
  package var rules: [RuleDefinition] = []
}

/// `class child: name:recall | they:agreement`, and a line for each member.
package struct ClassDefinition: Sendable {
  package var name: String
  package var location: SourceLocation
  package var forms: [FormDefinition]
  package var members: [MemberDefinition] = []
}

/// A column of a class: its name, and the kind of dependency that a mention in this form is tagged with.
package struct FormDefinition: Sendable {
  package var name: String
  package var kind: String?
}

/// A line of a class: the words of each form.
package struct MemberDefinition: Sendable {
  package var weight: Double
  package var forms: [[String]]
  package var location: SourceLocation
}

/// `rule opening:`, and a line for each alternative.
package struct RuleDefinition: Sendable {
  package var name: String
  package var location: SourceLocation
  package var alternatives: [AlternativeDefinition] = []
}

/// One way to go on: its weight among the alternatives of the same choice, and its symbols.
package struct AlternativeDefinition: Sendable {
  package var weight: Double
  package var symbols: [Symbol]
  package var location: SourceLocation
}

/// One item of an alternative.
package indirect enum Symbol: Sendable {
  /// A token of the text.
  case word(String, SourceLocation)
  /// `<rule>`
  case rule(String, SourceLocation)
  /// `(a | b)` or `[a]`
  case choice([AlternativeDefinition], SourceLocation)
  /// `{variable=class.form-excluded:kind}`: choose a member, write it, and keep it.
  case binding(Binding, SourceLocation)
  /// `{variable.form:kind}`: write the member that was kept.
  case mention(variable: String, form: String?, kind: String?, SourceLocation)
  /// `{variable<-other}`: keep under another name; writes nothing.
  case alias(variable: String, other: String, SourceLocation)
}

/// The parts of `{variable=class.form-excluded:kind}`.
package struct Binding: Sendable {
  package var variable: String
  package var className: String
  package var form: String?
  package var excluded: [String]
  package var kind: String?
}
