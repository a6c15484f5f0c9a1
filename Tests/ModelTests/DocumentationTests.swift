// Every public declaration says what it is: a scan of the sources for those without a documentation comment.

import Foundation
import Testing

@Suite("Documentation comments")
struct DocumentationTests {
  @Test("Every public declaration in Sources has a documentation comment")
  func allAreDocumented() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let sources = root.appendingPathComponent("Sources")
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
    let texts = try files.sorted().map {
      (
        file: $0,
        lines: SourceLine.lines(of: try String(contentsOf: sources.appendingPathComponent($0), encoding: .utf8))
      )
    }
    let protocols = Protocols(texts.map(\.lines))
    var count = 0
    for (file, lines) in texts {
      let scan = DocumentationScan(lines, protocols)
      count += scan.count
      for (line, text) in scan.undocumented {
        Issue.record("Sources/\(file):\(line): '\(text)' has no documentation comment")
      }
    }
    #expect(count > 1000, "the scan found \(count) public declarations only: it does not see what it should")
  }

  @Test("The scan sees what has no comment, and asks for none where the language or a protocol has one")
  func scanSees() {
    let text = #"""
      /// Documented.
      public protocol Shape: Sendable {
        /// Documented.
        var area: Double { get }
        var name: String { get }  // no comment
      }
      public struct Square: Shape {  // no comment
        public var area: Double { side * side }
        let side: Double
        /// Documented, with attributes between.
        @inlinable
        @available(macOS 14, *)
        public init(side: Double) { self.side = side }
        @discardableResult public func grown() -> Square { self }  // no comment
        public var description: String { name }
        static let text = """
          public var inLiteral = 0
          """
      }
      /// A comment that a line parts from what it is about.

      public enum Corner {  // no comment
        case left  // no comment
        /// Documented.
        case right
        var isLeft: Bool {
          switch self {
          case .left: true
          case .right: false
          }
        }
      }
      public extension Square {
        func copy() -> Square { self }  // no comment
        private func hidden() {}
      }
      struct Hidden {
        func open() { var open = [1]; open.append(2) }
      }
      """#
    let lines = SourceLine.lines(of: text)
    let expected = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { $0.element.hasSuffix("// no comment") }.map { $0.offset + 1 }
    #expect(DocumentationScan(lines, Protocols([lines])).undocumented.map(\.line) == expected)
  }
}

/// A line of a source, without attributes at its beginning. It is read by the layout that swift format gives it: a
/// declaration begins a line, and a member stands two columns further in than its type.
private struct SourceLine {
  let number: Int
  let indentation: Int
  let text: Substring
  /// Whether there is nothing but attributes, for the line that follows.
  let isAttribute: Bool

  /// What is declared: the keyword after modifiers, such as "func"; nil for a line that declares nothing.
  let keyword: String?
  let name: String
  /// "public" and others, before the keyword.
  let modifiers: [Substring]

  static let modifiers: Set<Substring> = [
    "public", "open", "package", "internal", "fileprivate", "private", "static", "final", "mutating", "nonmutating",
    "indirect", "convenience", "override", "nonisolated", "lazy", "weak", "prefix", "postfix", "infix", "private(set)",
    "fileprivate(set)", "internal(set)", "package(set)",
  ]
  static let types: Set = ["struct", "class", "enum", "actor", "protocol", "extension"]
  static let members: Set = ["var", "let", "func", "init", "subscript", "case", "typealias", "associatedtype"]

  /// The lines that are not within a literal of several lines.
  static func lines(of text: String) -> [SourceLine] {
    var isInLiteral = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      let wasInLiteral = isInLiteral
      if line.utf8.contains(UInt8(ascii: "\"")),
        line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count % 2 == 0
      {
        isInLiteral.toggle()
      }
      return wasInLiteral ? nil : SourceLine(index + 1, line)
    }
  }

  private init(_ number: Int, _ line: Substring) {
    let content = Substring(line.utf8.drop { $0 == UInt8(ascii: " ") })
    (self.number, indentation) = (number, line.utf8.count - content.utf8.count)
    text = Self.withoutAttributes(content)
    isAttribute = text.isEmpty && !content.isEmpty
    var words = text.utf8.split(separator: UInt8(ascii: " "), maxSplits: 6).map { Substring($0) }[...]
    let modifiers = words.prefix { Self.modifiers.contains($0) }
    words = words.dropFirst(modifiers.count)
    let word = words.first.map { String($0.prefix { $0.isLetter }) } ?? ""
    self.modifiers = Array(modifiers)
    keyword = Self.types.contains(word) || Self.members.contains(word) ? word : nil
    let rest = words.dropFirst().first ?? ""
    // An operator is named by characters that end other names.
    let named = rest.prefix { !"(<:,{=".contains($0) || $0 == rest.first }
    name = word == "init" || word == "subscript" ? word : named.filter { $0 != "`" }
  }

  private static func withoutAttributes(_ line: Substring) -> Substring {
    var rest = line
    while rest.first == "@" {
      rest = rest.dropFirst().drop { $0.isLetter || $0.isNumber || $0 == "_" }
      if rest.first == "(" {
        var depth = 0
        rest = rest.drop { character in
          if character == "(" { depth += 1 } else if character == ")" { depth -= 1 }
          return depth > 0
        }.dropFirst()
      }
      rest = rest.drop { $0 == " " }
    }
    return rest
  }

  var isType: Bool { keyword.map(Self.types.contains) ?? false }
  var isPublic: Bool { modifiers.contains("public") || modifiers.contains("open") }
  /// Whether it is hidden whatever its type is.
  var isHidden: Bool { modifiers.contains { ["private", "fileprivate", "internal", "package"].contains($0) } }
  /// The words of a type's heading: its name, and what it conforms to.
  var heading: [String] { text.split { !$0.isLetter && !$0.isNumber }.map(String.init) }
}

/// What the protocols of the sources require, so that types need not say again what a requirement is.
private struct Protocols {
  private var requirements: [String: Set<String>] = [:]
  private var refined: [String: [String]] = [:]

  init(_ files: [[SourceLine]]) {
    for lines in files {
      var current: String?
      for line in lines where !line.text.isEmpty {
        if line.indentation == 0 {
          current = line.keyword == "protocol" ? line.name : nil
          if let current { refined[current] = line.heading.filter { $0 != current } }
        } else if let current, line.indentation == 2, line.keyword != nil {
          requirements[current, default: []].insert(line.name)
        }
      }
    }
  }

  /// What those protocols among some names require, and those that they refine.
  func required(by names: [String]) -> Set<String> {
    names.reduce(into: []) { all, name in
      guard let refined = refined[name] else { return }
      all.formUnion(requirements[name, default: []].union(required(by: refined)))
    }
  }
}

/// The public declarations of a file that have no documentation comment.
private struct DocumentationScan {
  private(set) var undocumented: [(line: Int, text: String)] = []
  /// How many declarations should have one.
  private(set) var count = 0

  /// Members whose meaning Swift's own protocols say: `init(from:)` and `encode(to:)` among them.
  private static let inherited: Set = [
    "description", "debugDescription", "errorDescription", "encode", "hash", "==", "<",
  ]
  private static let inheritedInitialisers = ["init(from ", "Literal "]

  init(_ lines: [SourceLine], _ protocols: Protocols) {
    var scopes: [(line: SourceLine, required: Set<String>)] = []
    var isDocumented = false
    for line in lines {
      if line.text.hasPrefix("///") { isDocumented = true }
      if line.text.hasPrefix("//") || line.isAttribute { continue }
      if !line.text.isEmpty && !line.text.hasPrefix("{") && !line.text.hasPrefix("where") {
        while let last = scopes.last, last.line.indentation >= line.indentation { scopes.removeLast() }
      }
      if line.keyword != nil, Self.isPublic(line, in: scopes.last?.line), line.keyword != "extension" {
        let isMember = scopes.last.map { $0.line.indentation + 2 == line.indentation } ?? false
        let isKnown =
          isMember && scopes.last?.line.keyword != "protocol"
          && (scopes.last?.required.contains(line.name) ?? false)
        if !isKnown && !Self.isInherited(line) {
          count += 1
          if !isDocumented { undocumented.append((line.number, String(line.text))) }
        }
      }
      if line.isType { scopes.append((line, protocols.required(by: line.heading))) }
      isDocumented = false
    }
  }

  private static func isPublic(_ line: SourceLine, in scope: SourceLine?) -> Bool {
    if line.isPublic { return true }
    guard let scope, scope.isPublic, scope.indentation + 2 == line.indentation, !line.isHidden else { return false }
    return switch scope.keyword {
    case "enum": line.keyword == "case"
    case "protocol", "extension": true
    default: false
    }
  }

  private static func isInherited(_ line: SourceLine) -> Bool {
    inherited.contains(line.name)
      || line.name == "init" && inheritedInitialisers.contains { line.text.contains($0) }
  }
}
