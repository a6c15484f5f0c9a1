// What killed writers leave behind, and who may write.

import Foundation
import LabKit
import TestSupport
import Testing

@Suite("Leftovers and locks")
struct LeftoversTests {
  /// A folder with files, each with a date so many seconds after 1970.
  private func make(_ url: URL, _ files: [String: Int]) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, seconds) in files {
      let file = url.appendingPathComponent(name)
      try Data("\(seconds)".utf8).write(to: file)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(seconds))], ofItemAtPath: file.path)
    }
  }

  @Test("of a folder that is missing the newest whole one is put in its place, and the others are removed")
  func adopts() throws {
    let parent = try TemporaryFolder()
    try make(parent.file(".run.0000AAAA.tmp"), ["first": 1, "last": 5])
    try make(parent.file(".run.0000AAAB.tmp"), ["first": 1, "last": 9])
    try make(parent.file(".run.0000AAAC.tmp"), ["first": 20])
    try make(parent.file(".run.0000AAAD.old"), ["first": 1, "last": 30])
    let others = [".run.0000AAAE.lock", ".runs.0000AAAA.tmp", "run.0000AAAA.tmp", ".run.short.tmp"]
    for name in others { try make(parent.file(name), ["last": 1]) }
    let leftovers = Leftovers(of: parent.file("run"), wholeWith: "last")
    #expect(leftovers.isAdopted && leftovers.removed == 3)
    #expect(try String(contentsOf: parent.file("run/last"), encoding: .utf8) == "9")
    #expect(try parent.contents() == (others + ["run"]).sorted())
    #expect(
      leftovers.message
        == "\(parent.file("run").path) is there again: it was whole under a hidden name when its writer was "
        + "killed; removed 3 leftovers")
    #expect(Leftovers(of: parent.file("run"), wholeWith: "last").message == nil)
  }

  @Test("a folder that is there stays as it is, and where nothing is whole nothing is put in its place")
  func removes() throws {
    let parent = try TemporaryFolder()
    try make(parent.file("run"), ["last": 1])
    try make(parent.file(".run.0000AAAA.tmp"), ["last": 5])
    let leftovers = Leftovers(of: parent.file("run"), wholeWith: "last")
    #expect(!leftovers.isAdopted && leftovers.removed == 1)
    #expect(try parent.contents() == ["run"])
    #expect(try String(contentsOf: parent.file("run/last"), encoding: .utf8) == "1")
    #expect(
      leftovers.message
        == "removed 1 leftover of a process that was killed while it wrote \(parent.file("run").path)")
    try make(parent.file(".new.0000AAAA.tmp"), ["first": 5])
    #expect(Leftovers(of: parent.file("new"), wholeWith: "last").removed == 1)
    try make(parent.file(".new.0000AAAB.tmp"), ["last": 5])
    let unwanted = Leftovers(of: parent.file("new"), wholeWith: nil)
    #expect(!unwanted.isAdopted && unwanted.removed == 1)
    #expect(try parent.contents() == ["run"])
  }

  @Test("inside a folder they are removed at any depth, and nothing else is")
  func inside() throws {
    let parent = try TemporaryFolder()
    try make(parent.file("runs/one"), ["run.json": 1, ".run.json.0000AAAA.tmp": 2, ".hidden": 3])
    try make(parent.file("runs/.two.0000AAAA.tmp/.x.0000AAAA.tmp"), ["a": 1])
    try make(parent.file("runs/.two.0000AAAA.old"), ["a": 1])
    #expect(Leftovers(inside: parent.url).removed == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.file("runs").path) == ["one"])
    let kept = try FileManager.default.contentsOfDirectory(atPath: parent.file("runs/one").path)
    #expect(Set(kept) == ["run.json", ".hidden"])
  }

  @Test("the hidden folders of a long name are folders of the file system, and are left alone: they may be another's")
  func longNames() throws {
    let parent = try TemporaryFolder()
    let name = String(repeating: "长", count: 80)
    let target = parent.file(name)
    for text in ["1", "2"] {
      let folder = try AtomicFolder(at: target, replacing: true)
      try folder.fill { (hidden) throws(OutputError) in
        try writeAtomically(Data(text.utf8), to: hidden.appendingPathComponent("last"))
      }
      try folder.commit()
      #expect(try String(contentsOf: target.appendingPathComponent("last"), encoding: .utf8) == text)
    }
    let open = try AtomicFolder(at: target, replacing: true)
    #expect(Leftovers(of: target, wholeWith: "last").removed == 0)
    #expect(FileManager.default.fileExists(atPath: open.url.path))
  }

  @Test("an error inside a folder that is being filled names the file as it was to be called")
  func names() throws {
    let parent = try TemporaryFolder()
    let folder = try AtomicFolder(at: parent.file("run"))
    let error = #expect(throws: OutputError.self) {
      try folder.fill { (hidden) throws(OutputError) in
        try writeAtomically(Data(), to: hidden.appendingPathComponent("none/config.json"))
      }
    }
    let path = parent.file("run/none/config.json").path
    #expect(error?.message == "cannot create \(path): no such file or directory")
  }

  @Test("a folder is made with those above it, and what is in the way is named by the system's reason")
  func createsFolders() throws {
    let parent = try TemporaryFolder()
    try createFolder(at: parent.file("a/b/c"))
    try createFolder(at: parent.file("a/b/c"))
    #expect(FileManager.default.fileExists(atPath: parent.file("a/b/c").path))
    try Data().write(to: parent.file("file"))
    for name in ["file", "file/below", "file/below/it"] {
      let path = parent.file(name).path
      #expect(throws: OutputError.cannotCreate(path: path, reason: "not a directory")) {
        try createFolder(at: parent.file(name))
      }
    }
    let long = parent.file(String(repeating: "x", count: 300))
    #expect(throws: OutputError.cannotCreate(path: long.path, reason: "file name too long")) {
      try createFolder(at: long)
    }
  }

  @Test("while one writer holds a folder, another is told who it is; afterwards nothing is left of the lock")
  func locks() throws {
    let parent = try TemporaryFolder()
    let target = parent.file("new/run")
    #expect(try FolderLock.ifPossible(target) == nil)
    var lock: FolderLock? = try FolderLock(target)
    let error = #expect(throws: FolderLockError.self) { try FolderLock(target) }
    #expect(error?.holder?.process == Int(ProcessInfo.processInfo.processIdentifier))
    #expect(abs(error?.holder?.since.timeIntervalSinceNow ?? 1000) < 60)
    #expect(error?.exitCode == 73 && error?.message.contains("new/run is being written by process ") == true)
    // By whatever name it is called.
    try FileManager.default.createSymbolicLink(at: parent.file("link"), withDestinationURL: parent.file("new"))
    #expect(throws: FolderLockError.self) { try FolderLock(parent.file("link/run")) }
    _ = try FolderLock(parent.file("new/other"))
    withExtendedLifetime(lock) {}
    lock = nil
    _ = try FolderLock(target)
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.file("new").path) == [])
  }
}
