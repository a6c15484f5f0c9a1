// Rows for training and evaluation: nothing is asked twice or left out, and inputs are what stands before.

import Corpora
import Testing

@Suite("Rows")
struct RowsTests {
  let stories: Corpus
  let text: Corpus

  init() throws {
    stories = try Corpus.stories(
      grammar: SmallGrammars.pets, seed: 2, sizes: .init(train: 3000, validation: 200, test: 200))
    let line = "the quick brown fox jumps over the lazy dog; 0123456789\n"
    text = try Corpus.text(String(repeating: line, count: 40), name: "lines")
  }

  @Test("evaluation asks for every token of stories exactly once", arguments: [1, 7, 29, 64, 500])
  func evaluatesStories(length: Int) throws {
    let split = stories.validation
    let rows = try EvaluationRows.make(split, of: stories, length: length)
    let asked = rows.positions.filter { $0 >= 0 }
    #expect(asked.sorted() == (0..<Int32(split.count)).map { $0 })
    #expect(rows.targets.count { $0 >= 0 } == split.count)
    #expect(rows.inputs.count == rows.batchSize * length && rows.targets.count == rows.inputs.count)
    for (cell, position) in rows.positions.enumerated() where position >= 0 {
      #expect(rows.targets[cell] == split.tokens[Int(position)])
      let before = position == 0 ? stories.tokenizer.endToken! : split.tokens[Int(position) - 1]
      #expect(rows.inputs[cell] == before)
    }
  }

  @Test("a story that fits into a row is never cut")
  func wholeStories() throws {
    let split = stories.validation
    let rows = try EvaluationRows.make(split, of: stories, length: 64)
    for story in split.documentStarts.indices {
      let range = split.documentRange(story)
      let cells = range.map { position in rows.positions.firstIndex(of: Int32(position))! }
      #expect(cells.first! / 64 == cells.last! / 64)
      #expect(cells == Array(cells.first!...cells.last!))
    }
  }

  @Test(
    "evaluation asks for every target of a text once, with context behind it",
    arguments: [(10, 10), (10, 3), (16, 1)])
  func evaluatesText(length: Int, stride: Int) throws {
    let split = text.heldOut
    let rows = try EvaluationRows.make(split, of: text, length: length, stride: stride)
    #expect(rows.positions.filter { $0 >= 0 }.sorted() == (1..<Int32(split.count)).map { $0 })
    for (cell, position) in rows.positions.enumerated() where position >= 0 {
      #expect(rows.inputs[cell] == split.tokens[Int(position) - 1])
      #expect(rows.targets[cell] == split.tokens[Int(position)])
      // All but the first window's targets have length − stride tokens of context at least.
      if cell >= length { #expect(cell % length >= length - stride) }
    }
  }

  @Test("some rows are those of the whole")
  func partOfRows() throws {
    let rows = try EvaluationRows.make(text.heldOut, of: text, length: 8)
    let part = rows.rows(2..<4)
    #expect(part.batchSize == 2 && part.inputs == Array(rows.inputs[16..<32]))
    #expect(part.targets == Array(rows.targets[16..<32]) && part.positions == Array(rows.positions[16..<32]))
  }

  @Test("an epoch begins a row at every story once, in an order that the seed fixes")
  func epochs() throws {
    let split = stories.train
    let count = split.documentStarts.count
    var rows = try TrainingRows(stories, length: 12, batchSize: 1, seed: 4)
    var orders: [[Int32]] = []
    for epoch in 0..<2 {
      var starts: [Int32] = []
      for step in epoch * count..<(epoch + 1) * count {
        let batch = rows.batch(step: step)
        starts.append(batch.positions[0])
        #expect(batch.inputs[0] == stories.tokenizer.endToken)
        #expect(batch.inputs.dropFirst() == batch.targets.dropLast())
        #expect(batch.targets.indices.allSatisfy { batch.targets[$0] == split.tokens[Int(batch.positions[$0])] })
      }
      #expect(starts.sorted() == split.documentStarts.map { Int32($0) })
      orders.append(starts)
    }
    #expect(orders[0] != orders[1])
    var again = try TrainingRows(stories, length: 12, batchSize: 1, seed: 4)
    #expect(again.batch(step: count + 3).positions[0] == orders[1][3])
    var other = try TrainingRows(stories, length: 12, batchSize: 1, seed: 5)
    #expect((0..<20).map { other.batch(step: $0).positions[0] } != Array(orders[0].prefix(20)))
  }

  @Test("rows of a text begin anywhere, and the same step gives the same rows")
  func textRows() throws {
    var rows = try TrainingRows(text, length: 20, batchSize: 8, seed: 1)
    let batch = rows.batch(step: 5)
    _ = rows.batch(step: 6)
    #expect(rows.batch(step: 5) == batch)
    #expect(rows.batch(step: 6) != batch)
    for row in 0..<8 {
      let start = Int(batch.positions[row * 20]) - 1
      #expect(Array(batch.inputs[row * 20..<row * 20 + 20]) == Array(text.train.tokens[start..<start + 20]))
      #expect(Array(batch.targets[row * 20..<row * 20 + 20]) == Array(text.train.tokens[start + 1..<start + 21]))
    }
  }

  @Test("too long rows are an error of the text, not a crash")
  func tooShort() throws {
    let needed = text.train.count + 1
    #expect(throws: CorpusError.tooShort(name: "lines", needs: needed, has: text.train.count)) {
      try TrainingRows(text, length: needed - 1, batchSize: 1, seed: 0)
    }
    _ = try TrainingRows(text, length: needed - 2, batchSize: 1, seed: 0)
    #expect(throws: CorpusError.tooShort(name: "lines", needs: 2, has: 0)) {
      try EvaluationRows.make(Split(tokens: []), of: text, length: 4)
    }
  }
}
