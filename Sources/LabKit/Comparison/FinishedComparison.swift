// A comparison that is done, read back from its folder.

import Foundation
import LabErrors
import LabResults

/// A folder that `compare` has finished, with its results.
public struct FinishedComparison {
  /// The folder, its path made absolute.
  public let url: URL
  /// What `results.json` holds.
  public let results: ComparisonResults
  /// When the results were written.
  public let date: Date?

  /// The folder's name.
  public var name: String { url.lastPathComponent }

  /// What every version of the file has.
  private struct Schema: Decodable { let schema: Int }

  /// - Parameter kinds: The types of studies' records, by the ids of the studies.
  /// - Throws: `FinishedComparisonError`, if there are no results, or they cannot be read.
  package init(_ url: URL, kinds: [String: any StudyRecord.Type]) throws(FinishedComparisonError) {
    self.url = url.standardizedFileURL
    let file = self.url.appendingPathComponent("results.json")
    let manager = FileManager.default
    guard manager.fileExists(atPath: url.path) else { throw .missing(path: url.path) }
    guard manager.fileExists(atPath: file.path) else { throw .unfinished(path: url.path) }
    let data: Data
    do { data = try Data(contentsOf: file) } catch { throw .unreadable(path: file.path) }
    let schema = (try? decodedJSON(Schema.self, from: data))?.schema
    if let schema, schema != ComparisonResults.currentSchema { throw .otherSchema(path: file.path, schema: schema) }
    let decoder = JSONDecoder()
    if let key = StudyParts.kinds { decoder.userInfo[key] = kinds }
    do { results = try decodedJSON(ComparisonResults.self, from: data, by: decoder) } catch {
      throw .damaged(path: file.path, fault: Self.words(error))
    }
    date = (try? manager.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date
  }

  /// What is wrong with the file, and where.
  private static func words(_ error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "" : " in " + path.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context): return "no \(key.stringValue)\(place(context.codingPath))"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return "a value of another kind\(place(context.codingPath))"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "a value that cannot be\(place(context.codingPath))"
    default: return "it is not JSON"
    }
  }
}

/// Why a comparison's results cannot be had.
public enum FinishedComparisonError: UserFacingError, Equatable {
  /// There is no such folder.
  case missing(path: String)
  /// The folder has no results.
  case unfinished(path: String)
  /// The system would not let us read the results.
  case unreadable(path: String)
  /// The results are of another version of the format.
  case otherSchema(path: String, schema: Int)
  /// The results are not what a comparison writes.
  case damaged(path: String, fault: String)

  public var message: String {
    switch self {
    case .missing(let path): "there is no folder \(path)"
    case .unfinished(let path):
      "\(path) has no results.json: name a folder that compare has finished, or go on with compare --resume"
    case .unreadable(let path): "cannot read \(path)"
    case .otherSchema(let path, let schema):
      "\(path) has schema \(schema), and this seqlab reads schema \(ComparisonResults.currentSchema): compare again"
    case .damaged(let path, let fault):
      "\(path) is damaged, or of another version of seqlab: \(fault)"
    }
  }

  public var exitCode: Int32 {
    switch self {
    case .missing, .unfinished, .unreadable: ExitCode.inputMissing
    case .otherSchema, .damaged: ExitCode.badData
    }
  }
}
