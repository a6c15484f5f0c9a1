// Files and folders that are written as a whole or not at all.

import Foundation
import LabKit
import TestSupport
import Testing

@Suite("Output files and folders")
struct OutputTests {
  @Test("a file is replaced as a whole, and nothing else is left in the folder")
  func writes() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.txt")
    try writeAtomically(Data("one".utf8), to: url)
    try writeAtomically(Data("two".utf8), to: url)
    #expect(try String(contentsOf: url, encoding: .utf8) == "two")
    #expect(try folder.contents() == ["a.txt"])
  }

  @Test("a failure half-way keeps the older file")
  func failsHalfWay() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.txt")
    try writeAtomically(Data("old".utf8), to: url)
    #expect(throws: OutputError.diskFull(path: "x")) {
      try writeAtomically(to: url) { (file) throws(OutputError) in
        try file.write(Data("new".utf8))
        throw .diskFull(path: "x")
      }
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == "old")
    #expect(try folder.contents() == ["a.txt"])
  }

  @Test("a symbolic link is followed, not replaced")
  func followsLinks() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(at: folder.file("link"), withDestinationURL: folder.file("real"))
    try writeAtomically(Data("one".utf8), to: folder.file("real"))
    try writeAtomically(Data("two".utf8), to: folder.file("link"))
    #expect(try String(contentsOf: folder.file("real"), encoding: .utf8) == "two")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link").path).hasSuffix("real"))
  }

  @Test("a missing parent, a folder in the way and a file as parent are named")
  func cannotCreate() throws {
    let folder = try TemporaryFolder()
    try writeAtomically(Data(), to: folder.file("file"))
    for url in [folder.file("none/a"), folder.url, folder.file("file/a")] {
      let error = #expect(throws: OutputError.self) { try writeAtomically(Data("x".utf8), to: url) }
      #expect(error?.exitCode == 73 && error?.message.contains(url.lastPathComponent) == true)
    }
    let error = #expect(throws: OutputError.self) { try AtomicFolder(at: folder.file("file/sub/run")) }
    #expect(error?.message.contains("file/sub/run") == true, "\(String(describing: error))")
    #expect(try folder.contents() == ["file"])
  }

  #if os(Linux)
    @Test("a full disk is recognised, and a device is written, not replaced")
    func fullDisk() throws {
      let full = URL(fileURLWithPath: "/dev/full")
      let error = #expect(throws: OutputError.self) { try writeAtomically(Data("x".utf8), to: full) }
      #expect(error == .diskFull(path: "/dev/full"))
      #expect(error?.message.contains("disk is full") == true)
      try writeAtomically(Data("x".utf8), to: URL(fileURLWithPath: "/dev/null"))
      #expect(
        try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType != .typeRegular)
    }
  #endif

  @Test("a folder appears when it is committed, with the folders above it")
  func folderCommits() throws {
    let parent = try TemporaryFolder()
    let target = parent.file("runs/today")
    let folder = try AtomicFolder(at: target)
    try writeAtomically(Data("{}".utf8), to: folder.url.appendingPathComponent("results.json"))
    #expect(!FileManager.default.fileExists(atPath: target.path))
    try folder.commit()
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.path) == ["results.json"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.file("runs").path) == ["today"])
  }

  @Test("a folder that is not committed goes away")
  func folderDiscards() throws {
    let parent = try TemporaryFolder()
    do {
      let folder = try AtomicFolder(at: parent.file("run"))
      try writeAtomically(Data("{}".utf8), to: folder.url.appendingPathComponent("results.json"))
      #expect(try parent.contents().count == 1)
    }
    #expect(try parent.contents() == [])
  }

  @Test("an older folder is kept unless it is empty or may be replaced")
  func folderReplaces() throws {
    let parent = try TemporaryFolder()
    let target = parent.file("run")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    let first = try AtomicFolder(at: target)
    try writeAtomically(Data("1".utf8), to: first.url.appendingPathComponent("one"))
    try first.commit()

    #expect(throws: OutputError.alreadyExists(path: target.path)) { try AtomicFolder(at: target) }
    #expect(throws: OutputError.alreadyExists(path: target.path + "/one")) {
      try AtomicFolder(at: target.appendingPathComponent("one"), replacing: true)
    }
    let second = try AtomicFolder(at: target, replacing: true)
    try writeAtomically(Data("2".utf8), to: second.url.appendingPathComponent("two"))
    try second.commit()
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.path) == ["two"])
    #expect(try parent.contents() == ["run"])
  }

  @Test("a folder that another run took meanwhile is not overwritten")
  func folderRace() throws {
    let parent = try TemporaryFolder()
    let target = parent.file("run")
    let (first, second) = (try AtomicFolder(at: target), try AtomicFolder(at: target))
    for (folder, name) in [(first, "one"), (second, "two")] {
      try writeAtomically(Data(), to: folder.url.appendingPathComponent(name))
    }
    try first.commit()
    #expect(throws: OutputError.alreadyExists(path: target.path)) { try second.commit() }
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.path) == ["one"])
    #expect(try parent.contents() == ["run"])
  }
}
