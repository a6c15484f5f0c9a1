// Text on standard output, as a model writes it.

import Corpora
import LabErrors

/// Writes tokens of byte pairs to standard output as they come, in whole characters; on a terminal, with signs in the place of control
/// characters.
struct StreamedText {
  private var stream: TextStream
  private var endsLine = true
  /// What went wrong while a model was writing, such as a reader that has gone.
  private var failure: (any Error)?

  init(_ pairs: BytePairs) { stream = TextStream(pairs) }

  /// Writes what the text begins with.
  mutating func begin(with tokens: [Int32]) throws {
    for token in tokens { write(token) }
    if let failure { throw failure }
  }

  /// Writes what is complete with a token.
  mutating func write(_ token: Int32) { show(stream.text(after: token)) }

  /// Writes what is left, and the end of the last line.
  mutating func end() throws {
    show(stream.rest())
    if !endsLine { show("\n") }
    if let failure { throw failure }
  }

  private mutating func show(_ text: String) {
    guard !text.isEmpty, failure == nil else { return }
    endsLine = text.last == "\n"
    do { try Output.result(Output.isTerminal ? visible(text) : text) } catch { failure = error }
  }
}
