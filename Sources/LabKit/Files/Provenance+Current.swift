// What made a result that this program makes now.

import Corpora
import Foundation
import LabResults

extension Provenance {
  /// The version of this program.
  public static let currentVersion = "0.1.0"

  /// This program, on this machine.
  /// - Parameters:
  ///   - command: What was typed.
  ///   - checkpoint: The folder of a training that goes on, or of the weights that one begins with.
  ///   - firstStep: Where it goes on.
  public init(
    command: String, corpus: Corpus, threads: Int, checkpoint: (name: String, folder: URL)? = nil, firstStep: Int? = nil
  ) {
    var inputs = [Input("corpus \(corpus.name)", sha256: corpus.sha256)]
    // What a text is cut by, where that is not made of the text alone.
    if corpus.tokenizer.kind == .bytePairs, let json = try? corpus.tokenizer.json() {
      inputs.append(Input("tokenizer", sha256: SHA256.hexDigest(of: Array(json))))
    }
    if let checkpoint {
      // The list has the checksums of all files, which were compared on loading; others' folders have none, so that one is made.
      let list =
        (try? Data(contentsOf: checkpoint.folder.appendingPathComponent(Manifest.name)))
        ?? (try? Manifest(ofFilesIn: checkpoint.folder).json())
      if let list { inputs.append(Input("checkpoint \(checkpoint.name)", sha256: SHA256.hexDigest(of: Array(list)))) }
    }
    let lines = inputs.map { $0.sha256 + "\n" }.joined()
    self.init(
      version: Self.currentVersion, command: command, machine: Machine(threads: threads), inputs: inputs,
      inputsSHA256: SHA256.hexDigest(of: Array(lines.utf8)), firstStep: firstStep)
  }
}
