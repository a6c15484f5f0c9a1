// A folder that cannot be written: what was to go there goes elsewhere, and nothing of it is lost.

import Foundation
import LabErrors
import LabKit
import TestSupport
import Testing

// One after the other: they all look for another place at the same few.
@Suite("Saving where the folder cannot be written", .serialized)
struct SavePlaceTests {
  private struct Broken: UserFacingError, Equatable {
    var message = "the disk is full"
    let exitCode: Int32 = 73
  }

  /// Writes a file into a folder, which is made where it is missing.
  private func write(_ text: String, _ name: String, to folder: URL) throws {
    try createFolder(at: folder)
    try writeAtomically(Data(text.utf8), to: folder.appendingPathComponent(name))
  }

  private func contents(_ folder: URL) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
      })
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test("it goes to another place, is told once, and comes back when it can")
  func elsewhere() throws {
    let home = try TemporaryFolder()
    let folder = home.url.appendingPathComponent("run")
    let place = SavePlace(folder.path, for: "the work", otherwise: "move it")
    func save(_ text: String) throws -> String? { try place.save { try write(text, "a", to: $0) } }
    #expect(try save("1") == nil && place.current == folder.path)
    try FileManager.default.removeItem(at: folder)
    try Data("in the way".utf8).write(to: folder)

    let said = try #require(try save("2"))
    let refuge = place.current
    #expect(refuge != folder.path && said.hasSuffix("; saved in \(refuge) instead") && said.contains(folder.path))
    #expect(try save("3") == nil, "it is told once")
    #expect(try contents(URL(fileURLWithPath: refuge)) == ["a": "3"])
    let error = try #require(throws: SavedElsewhere.self) { try place.check() }
    #expect(error.message.hasSuffix("; the work is in \(refuge): move it") && error.exitCode == 73)

    try FileManager.default.removeItem(at: folder)
    #expect(try save("4") == "saved in \(folder.path) again, and no longer in \(refuge)")
    #expect(try contents(folder) == ["a": "4"] && !exists(refuge) && place.current == folder.path)
    try place.check()
  }

  @Test("where nothing can be written, what is not over goes on, and says so once; nothing half-written stays")
  func nowhere() throws {
    let home = try TemporaryFolder()
    let place = SavePlace(home.url.appendingPathComponent("run").path, for: "the work", otherwise: "move it")
    var tried: [URL] = []
    func fail(_ folder: URL) throws {
      tried.append(folder)
      try write("half", "a", to: folder)
      throw Broken()
    }
    #expect(place.saveOnTheWay(fail) == "the disk is full; the work goes on in memory, to be saved later")
    #expect(place.saveOnTheWay(fail) == nil)
    #expect(throws: Broken()) { try place.save(fail) }
    #expect(Set(tried).count > 2)
    for folder in Set(tried) where folder.lastPathComponent != "run" { #expect(!exists(folder.path)) }
    let said = try place.save { try write("whole", "a", to: $0) }
    #expect(said?.hasSuffix("/run now") == true, "\(said ?? "nothing")")
    try place.check()
  }

  @Test("a folder that grows: all of its parts go along, also those that it had before")
  func grows() throws {
    let home = try TemporaryFolder()
    let url = home.url.appendingPathComponent("run")
    try write("0", "before", to: url)
    let folder = GrowingFolder(url, for: "the work", otherwise: "move it")
    folder.note { try write("0", "before", to: $0) }
    #expect(folder.keep { try write("1", "one", to: $0) } == nil)
    try FileManager.default.removeItem(at: url)
    try Data("in the way".utf8).write(to: url)
    #expect(folder.keep { try write("2", "two", to: $0) }?.contains("instead") == true)
    #expect(folder.keep { try write("3", "three", to: $0) } == nil)
    let all = ["before": "0", "one": "1", "two": "2", "three": "3"]
    #expect(try contents(folder.url) == all && folder.url.path != url.path)

    // A folder that was lost is made again as a whole.
    let refuge = folder.url
    try FileManager.default.removeItem(at: url)
    #expect(try folder.finish { try write("4", "last", to: $0) }?.contains("again") == true)
    #expect(try contents(url) == all.merging(["last": "4"]) { $1 } && !exists(refuge.path))
    try folder.check()
  }

  @Test("each part is written once to each place, and what failed is tried again with the next")
  func once() throws {
    let home = try TemporaryFolder()
    let folder = GrowingFolder(home.url, for: "the work", otherwise: "move it")
    var (first, second, isBroken) = (0, 0, true)
    let said = folder.keep { _ in first += 1 }
    #expect(said == nil && first == 1)
    _ = folder.keep { _ in
      second += 1
      if isBroken { throw Broken() }
    }
    let tries = second
    #expect(tries > 2, "everywhere")
    isBroken = false
    #expect(folder.keep { _ in } != nil)
    #expect(second == tries + 1)
    #expect(folder.keep { _ in } == nil && second == tries + 1 && folder.url.path == home.url.path)
  }
}
