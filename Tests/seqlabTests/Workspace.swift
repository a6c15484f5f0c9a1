// A folder of small files and checkpoints that the tests work with; made once.

import Foundation

/// What the tests work with. Paths in it are relative to its folder.
struct Workspace: Sendable {
  static let shared = Workspace()

  let folder: URL
  /// Flags for a model that is trained in no time.
  static let tiny = [
    "--width", "8", "--layers", "1", "--heads", "2", "--context", "16", "--batch", "2", "--steps", "4", "--threads",
    "1",
  ]

  private init() {
    folder = Program.temporary.appendingPathComponent("work")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: Program.temporary) }
    writeTexts()
    for model in ["rnn", "birnn", "lstm", "transformer", "transformer-bidirectional"] {
      // Stories take longer to write than the text: one model of each kind learns them.
      let corpus = model == "lstm" || model == "birnn" ? [] : ["--corpus", "text.txt"]
      _ = try? Program.run(
        ["train", "--model", model] + Self.tiny + corpus + ["--out", "trained/\(model)"], in: folder)
    }
    writeDamaged()
  }

  func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// A file's bytes; of the notes of a training all but which commands made it.
  func contents(_ name: String) throws -> Data {
    let data = try Data(contentsOf: url(name))
    guard name.hasSuffix("training.json") else { return data }
    let text = String(decoding: data, as: UTF8.self)
    return Data(text.replacing(/"provenance":\[.+\],(?="settings")/, with: "").utf8)
  }

  /// Whether nothing is there under a name, and no half-written file beside it.
  func isUntouched(_ name: String) -> Bool {
    let url = url(name)
    let siblings = (try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)) ?? []
    // Others' tests may be writing files of their own.
    let isHalf = siblings.contains { $0.hasPrefix(".\(url.lastPathComponent).") && $0.hasSuffix(".tmp") }
    return !FileManager.default.fileExists(atPath: url.path) && !isHalf
  }

  private func write(_ data: Data, _ name: String) { try? data.write(to: url(name)) }
  private func write(_ text: String, _ name: String) { write(Data(text.utf8), name) }

  private func writeTexts() {
    let lines = (0..<80).map { "line \($0): the quick brown fox jumps over the lazy dog\n" }
    write(lines.joined(), "text.txt")
    write(String(lines.joined().reversed()).uppercased(), "other.txt")
    write("", "empty.txt")
    write("just a few words, and no more than that\n", "short.txt")
    write("x", "one.txt")
    write(Data(repeating: 97, count: 300) + Data([0xFF, 0xFE]) + Data(repeating: 98, count: 300), "latin.txt")
    write("rule story:\n  one day the (cat | cat) slept .\n", "ambiguous.grammar")
    write("rule story:\n  the <animal> slept .\n", "unfinished.grammar")
    write("rule story:\n  the (cat | dog | hen) (slept | ate | sang) .\n", "small.grammar")
    write("what is in the way\n", "file")
    for folder in ["full/below", "results/cut", "results/other", "results/old", "results/bare"] {
      try? FileManager.default.createDirectory(at: url(folder), withIntermediateDirectories: true)
    }
    write("{\"schema\": 1, \"machine\":", "results/cut/results.json")
    write("[1, 2]", "results/other/results.json")
    write("{\"schema\": 1}", "results/old/results.json")
    write("{\"schema\": 6}", "results/bare/results.json")
  }

  /// Copies of a good checkpoint, each with one thing broken.
  private func writeDamaged() {
    func copy(_ name: String, of model: String = "transformer", _ change: (URL) -> Void) {
      let target = url("damaged/\(name)")
      try? FileManager.default.createDirectory(at: url("damaged"), withIntermediateDirectories: true)
      try? FileManager.default.copyItem(at: url("trained/\(model)"), to: target)
      change(target)
    }
    func replace(_ file: String, _ text: String) -> (URL) -> Void {
      { try? Data(text.utf8).write(to: $0.appendingPathComponent(file)) }
    }
    copy("config", replace("config.json", "{\"model\": "))
    copy(
      "unknown",
      replace("config.json", "{\"model\":\"nosuchmodel\",\"vocab_size\":40,\"width\":8,\"layers\":1,\"context\":16}")
    )
    copy(
      "huge",
      replace(
        "config.json",
        "{\"model\":\"transformer\",\"vocab_size\":9000000,\"width\":60000,\"layers\":1000,\"heads\":4,\"context\":9000000}"
      ))
    copy("tokenizer", replace("tokenizer.json", "{\"kind\":\"char\",\"tokens\":[\"a\",\"a\",\"___\"]}"))
    copy("numbers") { try? FileManager.default.removeItem(at: $0.appendingPathComponent("tokenizer.json")) }
    copy("weights") {
      let file = $0.appendingPathComponent("model.safetensors")
      if let data = try? Data(contentsOf: file) { try? data.prefix(data.count / 2).write(to: file) }
    }
    copy("noise", replace("model.safetensors", String(repeating: "~", count: 5000)))
    copy("training", replace("training.json", "{\"step\": \"many\"}"))
    copy("untrainable") { try? FileManager.default.removeItem(at: $0.appendingPathComponent("training.json")) }
    copy("bare") { try? FileManager.default.removeItem(at: $0.appendingPathComponent("config.json")) }
  }
}
