// Measures patterns, cell by cell, and keeps what is measured.

import Foundation
import LabErrors
import LabKit
import LabResults
import SequenceKit

/// Some patterns, the seeds that they are measured with, and where cells are kept.
package struct Reproduction {
  private let patterns: [any Pattern]
  private let subject: PatternSubject
  private let seeds: [UInt64]
  private let cells: CellFolder?
  /// Where cells are kept; nil where none are.
  package let folder: GrowingFolder?
  private let planned: [String: Result<[PatternCell], PatternError>]

  /// - Parameter folder: Keeps each cell from its end on, so that one that is stopped goes on; nil: nothing is kept.
  /// - Throws: `ConfigurationError`, if a model cannot have a pattern's size.
  package init(_ patterns: [any Pattern], _ subject: PatternSubject, seeds: [UInt64], folder: URL?) throws {
    (self.patterns, self.subject, self.seeds) = (patterns, subject, seeds)
    self.folder = folder.map {
      GrowingFolder($0, for: "the measurement", otherwise: "move it from there, or go on with it as --out")
    }
    cells = self.folder.map { CellFolder($0) }
    planned = Dictionary(
      uniqueKeysWithValues: try patterns.map { pattern in
        do { return (pattern.id, .success(try pattern.cells(subject))) } catch let error as PatternError {
          return (pattern.id, .failure(error))
        }
      })
  }

  /// About how many seconds all takes on two cores, without what is kept already.
  package var seconds: Double { patterns.reduce(0) { $0 + seconds(of: $1) } }

  /// About how many seconds one pattern takes.
  package func seconds(of pattern: any Pattern) -> Double {
    guard case .success(let cells) = planned[pattern.id] else { return 0 }
    return cells.reduce(0) { sum, cell in
      sum + cell.seconds * Double(seeds.count { seed in !(self.cells?.has(cell, of: pattern.id, seed: seed) ?? false) })
    }
  }

  /// What the cell takes of memory that takes most, of those that are not kept already.
  /// - Parameter free: How much there is: what cannot fit in any case is not tried.
  package func memory(free: Double) -> MemoryNeed {
    let needs = patterns.flatMap { pattern -> [MemoryNeed] in
      guard case .success(let cells) = planned[pattern.id] else { return [] }
      let missing = cells.filter { cell in
        !seeds.allSatisfy { self.cells?.has(cell, of: pattern.id, seed: $0) ?? false }
      }
      return missing.map { $0.memory(free) }
    }
    return needs.max { $0.bytes < $1.bytes } ?? MemoryNeed()
  }

  /// Why a pattern is left out; nil if it is not.
  package func reasonAgainst(_ pattern: any Pattern) -> PatternError? {
    if case .failure(let error) = planned[pattern.id] { error } else { nil }
  }

  /// How far it is.
  package struct Progress {
    /// "adding: lstm-50, seed 2".
    package let what: String
    /// About how many seconds of `seconds` are done.
    package let done: Double
    /// Something to be told, such as that cells are kept elsewhere.
    package var note: String?
  }

  /// Measures all, pattern by pattern.
  /// - Parameter onProgress: Told now and then how far it is; it may throw to stop, and nothing that is finished is lost.
  /// - Returns: For each pattern that is not left out, what was found.
  package func run(onProgress: (Progress) throws -> Void) throws -> [(pattern: any Pattern, results: CellResults)] {
    var done = 0.0
    var baselines: [String: CellBaselines] = [:]
    return try patterns.compactMap { pattern in
      guard case .success(let cells) = planned[pattern.id] else { return nil }
      var results = CellResults(outcomes: [:], baselines: [:], models: [:])
      for cell in cells {
        results.models[cell.id] = cell.model
        if let task = cell.baselines {
          let made = baselines[task.task] ?? task.make()
          (baselines[task.task], results.baselines[cell.id]) = (made, made)
        }
        results.outcomes[cell.id] = try seeds.map { seed in
          if let kept = self.cells?.outcome(cell, of: pattern.id, seed: seed) { return kept }
          let what = "\(pattern.id): \(cell.id), seed \(seed)"
          try onProgress(Progress(what: what, done: done))
          let outcome = try cell.measure(seed) { part in
            try onProgress(Progress(what: what, done: done + part * cell.seconds))
          }
          done += cell.seconds
          if let note = try self.cells?.keep(outcome, cell, of: pattern.id, seed: seed) {
            try onProgress(Progress(what: what, done: done, note: note))
          }
          return outcome
        }
      }
      return (pattern, results)
    }
  }
}

/// Keeps the outcomes of cells in files, each whole or not at all.
struct CellFolder {
  private let folder: GrowingFolder

  init(_ folder: GrowingFolder) { self.folder = folder }

  /// An outcome with all that it depends on.
  private struct Kept: Codable {
    let setting: String
    let outcome: CellOutcome
  }

  private static func name(_ cell: PatternCell, _ pattern: String, _ seed: UInt64) -> String {
    "cells/\(pattern)/\(cell.id)-seed\(seed).json"
  }

  /// Whether an outcome is there.
  func has(_ cell: PatternCell, of pattern: String, seed: UInt64) -> Bool {
    kept(cell, of: pattern, seed: seed) != nil
  }

  /// What was kept; nil where there is nothing, or it was measured in another setting.
  func outcome(_ cell: PatternCell, of pattern: String, seed: UInt64) -> CellOutcome? {
    guard let kept = kept(cell, of: pattern, seed: seed) else { return nil }
    let name = Self.name(cell, pattern, seed)
    folder.note { try Self.write(kept.data, to: $0.appendingPathComponent(name)) }
    return kept.outcome
  }

  private func kept(
    _ cell: PatternCell, of pattern: String, seed: UInt64
  ) -> (outcome: CellOutcome, data: Data)? {
    let file = folder.destination.appendingPathComponent(Self.name(cell, pattern, seed))
    guard let data = try? Data(contentsOf: file), let kept = try? decodedJSON(Kept.self, from: data),
      kept.setting == cell.setting, kept.outcome.isSound
    else { return nil }
    return (kept.outcome, data)
  }

  /// Keeps an outcome.
  /// - Returns: What to tell people of where it is kept; nil where that is as before.
  func keep(_ outcome: CellOutcome, _ cell: PatternCell, of pattern: String, seed: UInt64) throws -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(Kept(setting: cell.setting, outcome: outcome))
    let name = Self.name(cell, pattern, seed)
    return folder.keep { try Self.write(data, to: $0.appendingPathComponent(name)) }
  }

  private static func write(_ data: Data, to file: URL) throws {
    try createFolder(at: file.deletingLastPathComponent())
    try writeAtomically(data, to: file)
  }
}
