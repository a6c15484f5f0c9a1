// `./lab new-model` and `./lab remove-model`, on a copy of the files that they read and write. Nothing is built.

import Foundation
import Testing

/// A copy of the package's list of models, of the catalogue and of the models, in a folder with a space in its name.
private final class PackageCopy {
  let root: URL
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let manifest = "Package.swift"
  static let catalogue = "Sources/ModelCatalog/ModelCatalog.swift"

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("seqlab copy \(UUID().uuidString)")
    for path in ["ModelCatalog", "NeuralLayers", "SequenceKit", "Models"].map({ "Sources/\($0)" }) + [
      "Scripts", "Templates", "lab",
    ]
      + [Self.manifest]
    {
      let target = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: Self.package.appendingPathComponent(path), to: target)
    }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Replaces a part of a file.
  func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try text(path)
    #expect(text.contains(old))
    try Data(text.replacing(old, with: new, maxReplacements: 1).utf8).write(to: root.appendingPathComponent(path))
  }

  /// Writes a file, and the folders that it is in.
  func write(_ text: String, to path: String) throws {
    let file = root.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Every file's text by its path; a folder has none.
  func files() throws -> [String: Data] {
    try FileManager.default.subpathsOfDirectory(atPath: root.path).reduce(into: [:]) { files, path in
      files[path] = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) ?? Data()
    }
  }

  typealias Outcome = (code: Int32, output: String, error: String)

  /// What `./lab` ends with and says.
  func lab(_ arguments: String...) throws -> Outcome { try lab(arguments) }

  private func lab(_ arguments: [String]) throws -> Outcome {
    let (process, output, errors) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", root.appendingPathComponent("lab").path] + arguments
    // Neither git nor swift is found.
    process.environment = ["PATH": "/usr/bin:/bin", "GIT_DIR": "/nowhere"]
    process.currentDirectoryURL = FileManager.default.temporaryDirectory
    (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, output, errors)
    try process.run()
    let texts = [output, errors].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    process.waitUntilExit()
    return (process.terminationStatus, texts[0], texts[1])
  }

  /// Runs a command that must fail with one line and change nothing.
  func refuses(_ arguments: [String], _ code: Int32, _ mention: String) throws {
    let before = try files()
    let result = try lab(arguments)
    #expect(result.code == code && result.output.isEmpty, "\(arguments): \(result)")
    #expect(result.error.hasPrefix("lab: ") && result.error.contains(mention), "\(arguments): \(result.error)")
    #expect(result.error.count { $0 == "\n" } == 1, "\(result.error)")
    #expect(try files() == before, "\(arguments) changed something")
  }
}

@Suite("A model of one's own")
struct NewModelTests {
  private static let file = "Sources/Models/Testling/TestlingModel.swift"

  @Test(
    "Every kind is made in its place, says what is to be written where, and goes away without a trace",
    arguments: ["recurrent", "attention", "blank"])
  func kinds(_ kind: String) throws {
    let copy = try PackageCopy()
    let before = try copy.files()
    let made = try copy.lab("new-model", "Testling", "--kind", kind)
    #expect(made.code == 0 && made.error.isEmpty, "\(made)")
    for mention in [Self.file + ", line ", "./lab verify testling\n", "--profile quick --models testling,"] {
      #expect(made.output.contains(mention), "\(made.output)")
    }
    let text = try copy.text(Self.file)
    #expect(
      !text.contains("__") && !text.contains("#") && text.contains("identifier = \"testling\"")
        && text.contains("Testling"))
    #expect(text.contains(kind == "recurrent" ? "before.notYet(\"write the step of" : "ConfigurationError(\"not yet: "))
    #expect(try copy.text(PackageCopy.manifest).contains(", \"Testling\"]\n"))
    let catalogue = try copy.text(PackageCopy.catalogue)
    #expect(catalogue.contains("\n    TestlingModel.self,\n  ]\n"))
    let imports = catalogue.matches(of: #/(?m)^import (\w+)$/#).map { String($0.1) }
    #expect(imports.contains("Testling") && imports == imports.sorted())
    let added = try copy.files().filter { before[$0.key] != $0.value }.keys
    #expect(Set(added) == [PackageCopy.manifest, PackageCopy.catalogue, "Sources/Models/Testling", Self.file])

    let removed = try copy.lab("remove-model", "testling")
    #expect(removed.code == 0 && removed.output == "Testling is removed.\n", "\(removed)")
    #expect(try copy.files() == before)
  }

  @Test("The usual kind is a cell, and several models are added and removed in any order")
  func several() throws {
    let copy = try PackageCopy()
    let before = try copy.files()
    for name in ["Testling", "Aaa", "Zzz_9"] { #expect(try copy.lab("new-model", name).code == 0) }
    #expect(try copy.text(Self.file).contains("RecurrentCell"))
    for name in ["Aaa", "Testling", "Zzz_9"] { #expect(try copy.lab("remove-model", name).code == 0) }
    #expect(try copy.files() == before)
  }

  /// What a learner wrote, and what becomes of it.
  struct Written: Sendable {
    let exercise, path, text, copy, beside, use: String
    /// The file of the model that it is copied to.
    let target: String
  }

  static let written = [
    Written(
      exercise: "11a", path: "Lessons/11-own-model/OwnCell.swift",
      text: "import OwnModel  // mine\n\npublic struct OwnCell: RecurrentCell {}\n",
      copy: "import TensorCore\n\npublic struct TestlingCell: RecurrentCell {}\n", beside: "testling,rnn,lstm",
      use: "stack: RecurrentStack<TestlingCell>", target: "Sources/Models/Testling/TestlingCell.swift"),
    Written(
      exercise: "7c", path: "Lessons/07-attention/OwnAttention.swift",
      text: "import Attention\n\nstruct OwnAttention: SelfAttention { /* OwnAttention */ }\n",
      copy: "import TensorCore\n\nstruct TestlingAttention: SelfAttention { /* TestlingAttention */ }\n",
      beside: "testling,transformer --positions learned", use: "TestlingAttention()(part(0), part(1), part(2)",
      target: "Sources/Models/Testling/TestlingAttention.swift"),
  ]

  @Test("What was written in an exercise becomes a model, if it passes its check", arguments: written)
  func fromExercise(_ written: Written) throws {
    let copy = try PackageCopy()
    let id = written.exercise
    try copy.refuses(["new-model", "Testling", "--from", "5b"], 64, "'5b' does not become a model; 11a and 7c do")
    try copy.refuses(["new-model", "Testling", "--from"], 64, "--from takes an exercise")
    try copy.refuses(["new-model", "Testling", "--from", id, "--kind", "blank"], 64, "either --kind or --from")
    try copy.refuses(["new-model", "Testling", "--from", id], 66, "./lab check \(id) hands it out")
    try copy.write(written.text, to: written.path)
    // In the place of the lab, what says of each check that it fails, or that it passes, and makes models.
    func check(_ code: Int) throws {
      try copy.write(
        "#!/bin/sh\n[ \"$1 $2\" = 'check \(id)' ] && exit \(code)\n"
          + "exec bash \"$(dirname \"$0\")/Scripts/model.sh\" \"$@\"\n",
        to: "lab")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: copy.root.appendingPathComponent("lab").path)
    }
    try check(1)
    let before = try copy.files()
    try copy.refuses(["new-model", "Testling", "--from", id], 1, "of exercise \(id) must pass its check first")
    try check(0)
    let made = try copy.lab("new-model", "Testling", "--from=\(id)")
    #expect(made.code == 0 && made.output.contains("--models \(written.beside)\n"), "\(made)")
    #expect(try copy.text(written.target) == written.copy)
    let model = try copy.text(Self.file)
    #expect(model.contains(written.use) && !model.contains("not yet") && !model.contains("#") && !model.contains("__"))
    #expect(try copy.text(PackageCopy.catalogue).contains("\n    TestlingModel.self,\n  ]\n"))
    let removed = try copy.lab("remove-model", "Testling")
    #expect(removed.code == 0 && removed.output.contains("runs/removed-models/Testling-1"), "\(removed)")
    #expect(try copy.text(written.path) == written.text)
    try check(1)
    #expect(try copy.files().filter { !$0.key.hasPrefix("runs") } == before)
  }

  @Test("What was written is kept when its model is removed, the second time beside the first")
  func keepsWork() throws {
    let copy = try PackageCopy()
    let before = try copy.files()
    for number in 1...2 {
      #expect(try copy.lab("new-model", "Testling").code == 0)
      try copy.edit(Self.file, "before.notYet", "/* \(number) */ before.notYet")
      let removed = try copy.lab("remove-model", "Testling")
      let kept = "runs/removed-models/Testling-\(number)"
      #expect(removed.code == 0 && removed.output.contains(kept), "\(removed)")
      #expect(try copy.text("\(kept)/TestlingModel.swift").contains("/* \(number) */"))
    }
    #expect(try copy.files().filter { !$0.key.hasPrefix("runs") } == before)
  }

  @Test("A second model of the same file leaves the list with the first")
  func twoTypes() throws {
    let copy = try PackageCopy()
    let before = try copy.text(PackageCopy.catalogue)
    #expect(try copy.lab("new-model", "Testling").code == 0)
    try copy.edit(Self.file, "/// A stack of", "public struct WideTestling {}\n/// A stack of")
    try copy.edit(
      PackageCopy.catalogue, "    TestlingModel.self,\n", "    TestlingModel.self,\n    WideTestling.self,\n")
    #expect(try copy.lab("remove-model", "Testling").code == 0)
    #expect(try copy.text(PackageCopy.catalogue) == before)
  }

  @Test("Names that cannot be are refused in one line")
  func names() throws {
    let copy = try PackageCopy()
    let names = [
      ("", "empty"), ("testling", "capital letter"), ("9Lives", "capital letter"), ("My-Model", "capital letter"),
      ("My Model", "capital letter"), ("Ünit", "capital letter"), ("A/../B", "capital letter"),
      ("A;ls", "capital letter"),
      ("Two\nLines", "capital letter"), ("$HOME", "capital letter"), ("Self", "Swift"), ("Type", "Swift"),
      ("Any", "Swift"), ("Swift", "Swift"), ("foundation", "Swift"), ("String", "Swift"), ("ArgumentParser", "Swift"),
      ("LSTM", "there is LSTM"), ("lstm", "there is LSTM"), ("Lstm", "there is LSTM"), ("LabKit", "there is LabKit"),
      ("labkit", "there is LabKit"), ("Seqlab", "there is seqlab"), ("ModelTests", "there is ModelTests"),
      ("SequenceLab", "there is SequenceLab"), ("Models", "there is Models"), ("RNN", "model 'rnn'"),
      ("BiRNN", "model 'birnn'"), ("Sequence", "Swift"), ("Recurrent", "type RecurrentModel"),
      ("MultiHead", "type MultiHeadAttention"),
      ("TokenBatch", "type TokenBatch"), (String(repeating: "A", count: 31), "too long"),
    ]
    for (name, mention) in names { try copy.refuses(["new-model", name], 64, mention) }
    try copy.refuses(["new-model"], 64, "name the model")
    try copy.refuses(["new-model", "Testling", "Other"], 64, "one model at a time")
    try copy.refuses(["new-model", "Testling", "--kind", "other"], 64, "recurrent, attention and blank")
    try copy.refuses(["new-model", "Testling", "--kind"], 64, "recurrent, attention or blank")
    try copy.refuses(["new-model", "--cell", "Testling"], 64, "no option '--cell'")
    #expect(try copy.lab("new-model", "Testling").code == 0)
    try copy.refuses(["new-model", "Testling"], 64, "there is Testling")
    try copy.refuses(["new-model", "TESTLING"], 64, "there is Testling")
  }

  @Test("The lab's own models are not removed, nor what is not there")
  func othersStay() throws {
    let copy = try PackageCopy()
    for name in ["LSTM", "Transformer", "gru"] {
      try copy.refuses(["remove-model", name], 64, "not of ./lab new-model")
    }
    for name in ["Nothing", "..", "LSTM/LSTMModel.swift", "*"] {
      try copy.refuses(["remove-model", name], 64, "there is no model")
    }
    try copy.refuses(["remove-model"], 64, "name the model")
  }

  @Test("Help is given for both")
  func help() throws {
    let copy = try PackageCopy()
    for command in ["new-model", "remove-model"] {
      let result = try copy.lab(command, "--help")
      #expect(result.code == 0 && result.output.hasPrefix("usage: ./lab new-model NAME"), "\(result)")
      for line in result.output.split(separator: "\n") { #expect(line.count <= 80) }
    }
  }

  /// A change to a file after which nobody can be sure where a model belongs.
  private static let unusual: [(file: String, old: String, new: String)] = [
    (PackageCopy.manifest, "let models = [", "let models: [String] = ["),
    (PackageCopy.manifest, "let models = [", "let models = [\n  "),
    (PackageCopy.manifest, "let package", "// let models = []\nlet package"),
    (PackageCopy.manifest, "let models = [", "let ours = ["),
    (PackageCopy.manifest, "\"GRU\", ", "\"GRU\" , "),
    (PackageCopy.manifest, "]\n\nlet package", "]\r\n\nlet package"),
    (PackageCopy.catalogue, "models: [any SequenceModel.Type] = [", "models = ["),
    (PackageCopy.catalogue, "    GRUModel.self,", "    GRUModel.self, // gated"),
    (PackageCopy.catalogue, "    GRUModel.self,\n", "    GRUModel.self, OtherModel.self,\n"),
    (PackageCopy.catalogue, "import GRU\n", "@testable import GRU\nimport struct GRU.GRUModel\n"),
    (PackageCopy.catalogue, "/// The models of the lab", "import Late\n/// The models of the lab"),
    (PackageCopy.catalogue, "  /// The model of a name", "  let models = []\n  /// The model of a name"),
  ]

  @Test("Where the lists are not as expected, nothing is written, and what to do by hand is said", arguments: unusual)
  func unusualFiles(_ change: (file: String, old: String, new: String)) throws {
    let copy = try PackageCopy()
    try copy.edit(change.file, change.old, change.new)
    try copy.refuses(["new-model", "Testling"], 65, "By hand: write Sources/Models/Testling/")
    let (changed, other) = (try copy.text(change.file), try PackageCopy().text(change.file))
    try copy.edit(change.file, changed, other)
    #expect(try copy.lab("new-model", "Testling").code == 0)
    try copy.edit(change.file, change.old, change.new)
    try copy.refuses(["remove-model", "Testling"], 65, "By hand: delete Sources/Models/Testling")
  }

  @Test("Changes elsewhere in these files stay as they are, and so do a file's rights")
  func otherChanges() throws {
    let copy = try PackageCopy()
    try copy.edit(PackageCopy.manifest, "let models = [", "let models = [\"Fresh\", ")
    try copy.edit(PackageCopy.catalogue, "    GRUModel.self,\n", "")
    let manifest = copy.root.appendingPathComponent(PackageCopy.manifest).path
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: manifest)
    let before = try copy.files()
    #expect(try copy.lab("new-model", "Testling").code == 0)
    #expect(try copy.text(PackageCopy.manifest).contains("let models = [\"Fresh\", "))
    #expect(try copy.lab("remove-model", "Testling").code == 0)
    #expect(try copy.files() == before)
    let rights = try FileManager.default.attributesOfItem(atPath: manifest)[.posixPermissions] as? Int
    #expect(rights == 0o600)
  }

  @Test("If a file cannot be written, the others are as before")
  func allOrNothing() throws {
    let copy = try PackageCopy()
    // A folder stands where the new catalogue would be prepared.
    let obstacle = copy.root.appendingPathComponent(PackageCopy.catalogue + ".edited/below")
    func block() throws { try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true) }
    try block()
    try copy.refuses(["new-model", "Testling"], 73, "nothing is changed")
    try FileManager.default.removeItem(at: obstacle.deletingLastPathComponent())
    #expect(try copy.lab("new-model", "Testling").code == 0)
    try block()
    try copy.refuses(["remove-model", "Testling"], 73, "nothing is changed")
  }
}
