// A question whose answer is measured, asked before it is.

import Foundation

/// What a line `<!-- predict: id; kind; command => place -->` before a question says.
public struct Prediction: Sendable, Equatable {
  /// What is answered, and what counts as right.
  public enum Kind: Sendable, Equatable {
    /// One of some numbers: that which is nearest to the measured one is right.
    case choice([Double])
    /// A number, right within this share of the measured one.
    case number(tolerance: Double)
    /// One of some shapes; a shape's number is its place among them, from 1.
    case curve([Curve])
  }

  /// Where in a command's output the answer stands.
  enum Place: Equatable, Sendable {
    /// The n-th number of the first line that begins with these words.
    case row(String, Int)
    /// Of the lines that begin with a number, the first number of that whose n-th is least.
    case least(Int)
    /// For a curve: the n-th number of every line that begins with these words, or, without words, with a number.
    case column(String, Int)
  }

  public let id: String
  public let kind: Kind
  public let command: String
  public let question: String
  let place: Place

  /// - Throws: `CourseError` for a marker that does not have this form.
  init(marker: String, question: String) throws {
    let broken = CourseError("'\(marker)': write <!-- predict: id; choice 1 | 2; command => row: 1 -->")
    let content = marker.dropFirst("<!-- predict: ".count).dropLast(" -->".count)
    let parts = content.split(separator: "; ", maxSplits: 2).map(String.init)
    guard parts.count == 3, let arrow = parts[2].range(of: " => ", options: .backwards) else { throw broken }
    id = parts[0]
    self.question = question
    command = String(parts[2][..<arrow.lowerBound])
    let words = parts[1].split(separator: " ")
    switch words.first {
    case "choice":
      kind = .choice(words.dropFirst().filter { $0 != "|" }.compactMap { Double($0) })
    case "number":
      guard words.count >= 3, let percent = Double(words[2]) else { throw broken }
      kind = .number(tolerance: percent / 100)
    case "curve":
      let names = words.dropFirst().filter { $0 != "|" }
      let curves = names.compactMap { Curve(rawValue: String($0)) }
      guard curves.count == names.count, curves.count > 1 else { throw broken }
      kind = .curve(curves)
    default: throw broken
    }
    guard let place = Self.place(parts[2][arrow.upperBound...]) else { throw broken }
    self.place = place
    if case .curve = kind {
      guard case .column = place else { throw broken }
    } else if case .column = place {
      throw broken
    }
  }

  private static func place(_ target: Substring) -> Place? {
    if target.hasPrefix("least "), let column = Int(target.dropFirst(6)) { return .least(column) }
    let isColumn = target.hasPrefix("column ")
    let rest = isColumn ? target.dropFirst(7) : target
    if isColumn, let column = Int(rest) { return .column("", column) }
    guard let colon = rest.range(of: ": ", options: .backwards), let column = Int(rest[colon.upperBound...]) else {
      return nil
    }
    let words = String(rest[..<colon.lowerBound])
    return isColumn ? .column(words, column) : .row(words, column)
  }

  /// The measured answer in what the command printed; nil if it is not there.
  public func measured(in output: [String]) -> Double? {
    let lines = output.map { $0.drop { $0 == " " } }
    switch place {
    case .row(let words, let column):
      for line in lines where line.hasPrefix(words) {
        let found = Self.numbers(line.dropFirst(words.count))
        if found.count >= column { return found[column - 1] }
      }
      return nil
    case .least(let column):
      let rows = lines.filter { $0.first?.isNumber == true }.map(Self.numbers)
      return rows.filter { $0.count >= column }.min { $0[column - 1] < $1[column - 1] }?.first
    case .column:
      guard case .curve(let curves) = kind, let shape = Curve.shape(of: points(in: output), among: curves) else {
        return nil
      }
      return curves.firstIndex(of: shape).map { Double($0 + 1) }
    }
  }

  /// The numbers of a column, of which an answer tells the shape or the least; none for other kinds.
  func points(in output: [String]) -> [Double] {
    let (words, column): (String, Int)
    switch place {
    case .row: return []
    case .least(let number): (words, column) = ("", number)
    case .column(let start, let number): (words, column) = (start, number)
    }
    return output.map { $0.drop { $0 == " " } }
      .filter { words.isEmpty ? $0.first?.isNumber == true : $0.hasPrefix(words) }
      .map { Self.numbers($0.dropFirst(words.count)) }
      .compactMap { $0.count >= column ? $0[column - 1] : nil }
  }

  private static func numbers(_ line: Substring) -> [Double] {
    line.replacing("−", with: "-").split { " ()±×%".contains($0) }.compactMap { Double($0.replacing(",", with: "")) }
  }

  /// The number that an answer stands for; nil if it is none of those asked for.
  public func number(_ answer: String) -> Double? {
    if case .curve(let curves) = kind {
      let word = answer.trimmingCharacters(in: .whitespaces).lowercased()
      let place = curves.firstIndex { $0.rawValue == word }.map { $0 + 1 } ?? Int(word)
      return place.flatMap { (1...curves.count).contains($0) ? Double($0) : nil }
    }
    let text = answer.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")
    guard let number = Double(text), number.isFinite else { return nil }
    if case .choice(let choices) = kind, !choices.contains(number) { return nil }
    return number
  }

  /// Whether an answer is right, now that the truth was measured.
  public func isRight(_ answer: Double, measured: Double) -> Bool {
    switch kind {
    case .choice(let choices): Self.nearest(to: measured, among: choices) == answer
    case .number(let tolerance): abs(answer - measured) <= tolerance * abs(measured) + 1e-9
    case .curve: answer == measured
    }
  }

  /// By ratio where all are above 0, since choices may lie orders of magnitude apart; else by difference.
  private static func nearest(to measured: Double, among choices: [Double]) -> Double? {
    let isPositive = measured > 0 && choices.allSatisfy { $0 > 0 }
    func distance(_ choice: Double) -> Double { isPositive ? abs(log(choice / measured)) : abs(choice - measured) }
    return choices.min { distance($0) < distance($1) }
  }

  /// What may be answered.
  var hint: String {
    switch kind {
    case .choice(let choices): choices.map(Self.short).joined(separator: ", ")
    case .number(let tolerance):
      tolerance == 0 ? "a number" : "a number; right within \(Self.short(100 * tolerance)) %"
    case .curve(let curves): curves.enumerated().map { "\($0.offset + 1) \($0.element)" }.joined(separator: ", ")
    }
  }

  /// An answer, or what was measured, in words that `number(_:)` reads again.
  func words(_ number: Double) -> String {
    if case .curve(let curves) = kind, let index = Int(exactly: number), (1...curves.count).contains(index) {
      return curves[index - 1].rawValue
    }
    return Self.short(number)
  }

  /// What a question shows beside its words: the shapes to choose among; nothing for other kinds.
  var drawing: [String] {
    if case .curve(let curves) = kind { Curve.drawing(curves) } else { [] }
  }

  static func short(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}

extension LessonText {
  /// The predictions that the lesson asks for.
  public var predictions: [Prediction] {
    get throws {
      try lines.indices.filter { lines[$0].hasPrefix("<!-- predict: ") }.map { index in
        let question = lines[(index + 1)...].prefix { !$0.isEmpty }.joined(separator: " ")
        return try Prediction(marker: lines[index], question: question)
      }
    }
  }
}
