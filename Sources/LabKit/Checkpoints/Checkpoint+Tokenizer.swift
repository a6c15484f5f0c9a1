// The tokenizer in a checkpoint's folder: ours, or the byte pairs of a GPT-2.

import Corpora
import Foundation
import LabErrors

extension Checkpoint {
  /// What lies beside a model's weights and says how text becomes tokens.
  private enum Found {
    case none
    case usable(Tokenizer)
    case unusable(CheckpointError, isForeign: Bool)
  }

  /// The tokenizer, if there is one that can be used. One of others' that cannot is left alone: the model still works on numbers.
  static func tokenizer(in folder: URL, vocabularySize: Int) throws(CheckpointError) -> Tokenizer? {
    switch try find(in: folder, vocabularySize: vocabularySize) {
    case .none, .unusable(_, isForeign: true): return nil
    case .usable(let tokenizer): return tokenizer
    case .unusable(let error, isForeign: false): throw error
    }
  }

  /// Why a folder's tokenizer cannot be used; nil if there is none.
  public static func tokenizerProblem(in folder: URL, vocabularySize: Int) -> CheckpointError? {
    do throws(CheckpointError) {
      guard case .unusable(let error, _) = try find(in: folder, vocabularySize: vocabularySize) else { return nil }
      return error
    } catch { return error }
  }

  private static func find(in folder: URL, vocabularySize: Int) throws(CheckpointError) -> Found {
    let file = folder.appendingPathComponent(tokenizerName)
    let json = try contents(of: file)
    var isForeign = true
    let tokenizer: Tokenizer
    do throws(CorpusError) {
      if let json {
        isForeign = Tokenizer.isForeign(json)
        tokenizer = try Tokenizer(json: json)
      } else {
        guard BytePairs.areLists(in: folder) else { return .none }
        tokenizer = Tokenizer(try BytePairs(contentsOf: folder))
      }
    } catch {
      return .unusable(
        .tokenizer(file: json == nil ? folder.path : file.path, problem: printable(error.description, limit: 400)),
        isForeign: isForeign)
    }
    // GPT-2's embedding may be larger than its vocabulary, rounded up for speed.
    let fits =
      tokenizer.vocabularySize == vocabularySize || isForeign && tokenizer.vocabularySize < vocabularySize
    guard fits else {
      return .unusable(
        .tokenizer(
          file: json == nil ? folder.path : file.path,
          problem: "it has \(tokenizer.vocabularySize) tokens, but the model has \(vocabularySize)"),
        isForeign: isForeign)
    }
    return .usable(tokenizer)
  }
}
