// Checks of flags that several commands share. Each names the flag, what it was, and what it may be.

import Foundation
import LabErrors
import LabKit
import ModelCatalog
import SequenceKit

/// Checks of numbers.
enum Flags {
  /// A whole number within bounds.
  static func range(_ value: Int, _ flag: String, _ range: ClosedRange<Int>) throws(UsageError) -> Int {
    guard range.contains(value) else {
      throw UsageError("--\(flag) must be between \(range.lowerBound) and \(range.upperBound), not \(value)")
    }
    return value
  }

  /// A number above zero.
  static func positive(_ value: Double, _ flag: String) throws(UsageError) -> Double {
    guard value.isFinite, value > 0 else { throw UsageError("--\(flag) must be a number above 0, not \(value)") }
    return value
  }

  /// A number from a lowest to below a highest.
  static func halfOpen(_ value: Double, _ flag: String, _ range: Range<Double>) throws(UsageError) -> Double {
    guard range.contains(value) else {
      throw UsageError("--\(flag) must be at least \(range.lowerBound) and below \(range.upperBound), not \(value)")
    }
    return value
  }

  /// The threads to use: those given, or as many as there are cores.
  static func threads(_ value: Int?) throws(UsageError) -> Int {
    try range(value ?? min(1024, ThreadTeam.availableCores), "threads", Limits.threads)
  }

  /// Refuses what could never fit into memory, before it is tried.
  /// - Parameters: Those of `estimatedBytes`.
  static func memory(_ model: any SequenceModel, copies: Int, positions: Int) throws(UsageError) {
    let bytes = model.estimatedBytes(copies: copies, positions: positions)
    let available = Double(ProcessInfo.processInfo.physicalMemory)
    guard bytes <= available else {
      let (needed, present) = (Words.number(bytes / 1e9, digits: 0), Words.number(available / 1e9, digits: 0))
      throw UsageError(
        "this needs about \(needed) GB of memory, and the machine has \(present): choose a smaller width, "
          + "fewer layers, or a smaller batch")
    }
  }
}

/// The models by name.
enum ModelChoice {
  /// All names, for help texts.
  static var names: String { ModelCatalog.identifiers.joined(separator: ", ") }

  /// The model of a name.
  /// - Throws: `UsageError` with the known names and the nearest.
  static func named(_ name: String) throws(UsageError) -> any SequenceModel.Type {
    if let type = ModelCatalog.model(name) { return type }
    let hint = Nearest.word(to: name, among: ModelCatalog.identifiers).map { "; did you mean \($0)?" }
    throw UsageError("there is no model '\(printable(name))'; there are \(names)\(hint ?? "")")
  }
}

/// The word that was probably meant.
enum Nearest {
  /// The nearest of some words; nil if none is near.
  static func word(to name: String, among words: [String]) -> String? {
    let nearest = words.map { (word: $0, distance: editDistance(name.lowercased(), $0)) }
      .min { $0.distance < $1.distance }
    return nearest.flatMap { $0.distance <= max(2, $0.word.count / 2) ? $0.word : nil }
  }

  /// How many characters must be changed, added or removed to turn one word into another.
  private static func editDistance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var row = Array(0...second.count)
    for (i, character) in first.prefix(100).enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in second.indices {
        let cost = min(row[j], row[j + 1]) + 1
        let replaced = diagonal + (character == second[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(cost, replaced)
      }
    }
    return row[second.count]
  }
}
