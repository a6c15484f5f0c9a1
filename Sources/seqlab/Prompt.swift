// What a user types for a model to read.

import Corpora
import LabErrors

/// A text from the command line, as a model's vocabulary has it.
enum Prompt {
  /// Its token numbers; what was done to it is said, and what of it the model does not know.
  /// - Parameters:
  ///   - what: What it is called: "prompt" or "text".
  ///   - blank: What stands for a blank; nil: nothing does.
  /// - Throws: `CorpusError.unknownToken`, if the vocabulary lacks something and has no token for that.
  static func read(
    _ text: String, as what: String, with tokenizer: Tokenizer, blank: String? = nil
  ) throws(CorpusError) -> [Int32] {
    let (formed, form) = tokenizer.inItsForm(TextFile.cleaned(text))
    let found = tokenizer.read(formed, blank: blank)
    if let unknown = found.unknown.first, tokenizer.unknownToken == nil { throw .unknownToken(unknown) }
    if let form { Output.note("the \(what)'s \(form.note)") }
    if !found.unknown.isEmpty {
      Output.note(
        "the \(what) has words that the model does not know, and reads as \(Tokenizer.unknown): \(found.unknown.names)")
    }
    return found.ids
  }
}
