// The catalogue's models in the contract's configurations, and a folder for tests' files.

import Foundation
import ModelCatalog
import ModelContract

extension ModelCase {
  /// Every model of the catalogue in each configuration of the contract; a model that is added joins by itself.
  static let all = ModelCatalog.models.flatMap { (try? Contract.cases(of: $0)) ?? [] }
}

/// A folder for a test's files that goes away with its object.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("seqlab-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// Everything in the folder, with hidden names.
  func contents() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
}
