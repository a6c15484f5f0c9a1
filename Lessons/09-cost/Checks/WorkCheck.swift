// The check of exercise 9a: with what the work grows, which products there are, and the count itself.

import ExerciseKit

/// The lesson's example: two words of width 1, one head, three words to choose from, causal.
public let exampleBlock = (
  block: BlockSize(length: 2, width: 1, heads: 1, vocabulary: 3, isCausal: true), work: 72
)

/// Throws what is wrong with a count.
public func checkWork<W: WorkCounting>(_ count: W.Type, _ examination: Examination) throws {
  try dependsOnSizes(count, examination)
  try examination.forAll(BlockCase.drawn, growsWithTheVocabulary(count))
  try examination.forAll(BlockCase.drawn, countsAdditions(count))
  try examination.forAll(BlockCase.drawn, ignoresHeads(count))
  try examination.forAll(BlockCase.drawn, aWordSeesItself(count))
  try examination.forAll(BlockCase.drawn, growsWithPairs(count))
  try examination.forAll(BlockCase.drawn, hasEveryProduct(count))
}

private typealias Property9a = (BlockCase) throws -> Void

private func dependsOnSizes<W: WorkCounting>(_ type: W.Type, _ examination: Examination) throws {
  let cases = [(3, 4, 2), (5, 2, 4), (7, 6, 3), (4, 8, 9)].map {
    BlockCase(block: BlockSize(length: $0, width: $1, heads: 2, vocabulary: $2, isCausal: true))
  }
  let answers = examination.answers(to: cases) { $0.work(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if W.work(of: exampleBlock.block) == exampleBlock.work && answers[0] != exampleBlock.work {
    throw Failure(.shown, "right for the lesson's example, and the same for every other block")
  }
  throw Failure(
    .constant, "the work is \(answers[0]) whatever the sizes are", input: "\(cases[0])\nor:\n\(cases[1])")
}

private func growsWithTheVocabulary<W: WorkCounting>(_ type: W.Type) -> Property9a {
  { sample in
    let more = sample.with { $0.vocabulary += 1 }
    try require(
      more.work(type) != sample.work(type), .deaf,
      "it must grow with V: the output head multiplies every word's d numbers by d × V others, and one more word to choose "
        + "from changes nothing here")
  }
}

private func countsAdditions<W: WorkCounting>(_ type: W.Type) -> Property9a {
  { sample in
    let (found, right) = (sample.work(type), CountedBlock(sample.block).work)
    try require(
      2 * found != right, .relation,
      "a product multiplies and adds: \(found) multiplications come with as many additions, \(right) operations in all")
  }
}

private func ignoresHeads<W: WorkCounting>(_ type: W.Type) -> Property9a {
  { sample in
    let one = sample.with { $0.heads = 1 }
    try require(
      one.work(type) == sample.work(type), .relation,
      "heads share the width: \(sample.block.heads) of them have the work of one, and here it is \(sample.work(type)) in "
        + "place of \(one.work(type))")
  }
}

private func aWordSeesItself<W: WorkCounting>(_ type: W.Type) -> Property9a {
  { sample in
    let one = sample.with { $0.length = 1 }
    let (causal, all) = (one.with { $0.isCausal = true }.work(type), one.with { $0.isCausal = false }.work(type))
    try require(
      causal == all, .relation,
      "a word sees itself: a text of one word has one score, with a mask as without, and here it has the work \(causal) with "
        + "one and \(all) without")
  }
}

/// The work of a text, of one with a word more, and of one with two.
private func works<W: WorkCounting>(_ type: W.Type, _ sample: BlockCase) -> [Int] {
  (0..<3).map { more in sample.with { $0.length += more }.work(type) }
}

/// By how much more the last of three works grows than the one before: what is for pairs of words alone.
private func pairTerm(_ works: [Int]) -> Int { works[2] - 2 * works[1] + works[0] }

private func growsWithPairs<W: WorkCounting>(_ type: W.Type) -> Property9a {
  { sample in
    let (n, found) = (sample.block.length, works(type, sample))
    func text(_ works: [Int]) -> String { works.map(String.init).joined(separator: ", ") }
    try require(
      pairTerm(found) != 0, .relation,
      "the work for each word must grow with n, for a longer text has more words to look at: \(n), \(n + 1) and \(n + 2) "
        + "words have \(text(found)), the same for each")
    let wide = works(type, sample.with { $0.width *= 2 })
    try require(
      pairTerm(wide) != pairTerm(found), .relation,
      "the work for a pair of words must grow with d, for a score multiplies d numbers of a query by d of a key: \(n), "
        + "\(n + 1) and \(n + 2) words have \(text(found)), and at twice the width \(text(wide)), where it grows no faster"
    )
    let (causal, all) = (
      works(type, sample.with { $0.isCausal = true }), works(type, sample.with { $0.isCausal = false })
    )
    try require(
      causal != all, .future,
      "the future is counted: with a mask, word t has t + 1 scores and not n, and here \(n), \(n + 1) and \(n + 2) words "
        + "have \(text(causal)) with it and \(text(all)) without")
  }
}

/// The products without which the count would be right.
private func missing<W: WorkCounting>(_ type: W.Type, _ sample: BlockCase) -> [String] {
  let (found, counted) = (sample.work(type), CountedBlock(sample.block))
  return counted.parts.filter { found == counted.work - $0.work }.map(\.name)
}

private func hasEveryProduct<W: WorkCounting>(_ type: W.Type) -> Property9a {
  { sample in
    let (found, counted) = (sample.work(type), CountedBlock(sample.block))
    guard found != counted.work else { return }
    // In a small block many numbers agree by chance: what is missing must be so in a larger one, too.
    let larger = sample.with { ($0.length, $0.width, $0.vocabulary) = ($0.length + 2, 3 * $0.width, $0.vocabulary + 5) }
    let absent = missing(type, larger)
    let names = missing(type, sample).filter(absent.contains)
    try require(
      names.isEmpty, .relation,
      "this product is missing: \(names.joined(separator: ", or ")) (\(found) operations of \(counted.work) are counted)"
    )
    throw Failure(
      .relation,
      "the products have \(counted.work) operations, and not \(found): "
        + counted.parts.map { "\($0.name) \($0.work)" }.joined(separator: ", "))
  }
}
