// The three places that a model is named in must agree: its folder, the package's list, and the catalogue.

import Foundation
import ModelCatalog
import Testing

@Suite("The catalogue of models")
struct CatalogTests {
  private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test("The folders under Sources/Models, the list in Package.swift and the catalogue's imports agree")
  func placesAgree() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      at: root.appendingPathComponent("Sources/Models"), includingPropertiesForKeys: [.isDirectoryKey]
    ).filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }.map(\.lastPathComponent)

    let manifest = try text("Package.swift")
    let list = try #require(
      manifest.firstMatch(of: #/let models = \[(?<names>[^\]]*)\]/#), "Package.swift has no 'let models = [ … ]'")
    let packaged = list.names.matches(of: #/"(\w+)"/#).map { String($0.1) }

    let shared: Set = ["SequenceKit", "TensorCore", "NeuralLayers", "Foundation"]
    let catalogue = try text("Sources/ModelCatalog/ModelCatalog.swift")
    let imported = catalogue.matches(of: #/(?m)^import (\w+)$/#).map { String($0.1) }.filter { !shared.contains($0) }

    #expect(Set(packaged).count == packaged.count, "Package.swift names a model twice: \(packaged)")
    for name in Set(folders + packaged + imported).sorted() {
      #expect(folders.contains(name), "'\(name)' has no folder: create Sources/Models/\(name) or remove its name")
      #expect(packaged.contains(name), "add \"\(name)\" to 'let models' in Package.swift")
      #expect(
        imported.contains(name),
        "add 'import \(name)' and its model to the list in Sources/ModelCatalog/ModelCatalog.swift")
    }
  }

  @Test("Every folder's models are listed in the catalogue")
  func modelsAreListed() throws {
    let catalogue = try text("Sources/ModelCatalog/ModelCatalog.swift")
    let models = root.appendingPathComponent("Sources/Models")
    let files = try FileManager.default.subpathsOfDirectory(atPath: models.path).filter { $0.hasSuffix(".swift") }
    #expect(files.count >= 4)
    for file in files {
      for match in try text("Sources/Models/\(file)").matches(of: #/public struct (\w+): SequenceModel\b/#) {
        let type = String(match.1)
        #expect(
          ModelCatalog.models.contains { "\($0)" == type } && catalogue.contains("\(type).self"),
          "add \(type).self, from Sources/Models/\(file), to the list in ModelCatalog.swift")
      }
    }
  }

  @Test("Every model has an identifier of its own")
  func identifiers() {
    let identifiers = ModelCatalog.models.map { $0.identifier }
    #expect(Set(identifiers).count == identifiers.count, "two models share an identifier: \(identifiers)")
    #expect(Set(identifiers).isSuperset(of: ["rnn", "birnn", "lstm", "transformer", "transformer-bidirectional"]))
  }
}
