// A model whose equations are not written yet says so, wherever it is used.

import ModelContract
import SequenceKit
import TensorCore
import Testing

@Suite("Models that are not written yet")
struct NotYetTests {
  private struct UnwrittenCell: RecurrentCell {
    static let gates = ["forget", "candidate"]
    static let hasMemory = true

    func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
      before.notYet("write the step of UnwrittenCell")
    }
  }

  private struct UnwrittenModel: RecurrentModel {
    static let identifier = "unwritten"
    static let summary = "nothing yet"

    let stack: RecurrentStack<UnwrittenCell>

    init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
      stack = try RecurrentStack(UnwrittenCell(), configuration)
    }
  }

  @Test("A cell's step says what is to be written, and no model can be made of it")
  func recurrent() {
    #expect(CellProgram(UnwrittenCell()).notYet == "write the step of UnwrittenCell")
    #expect(throws: ConfigurationError("not yet: write the step of UnwrittenCell")) {
      try UnwrittenModel(ModelConfiguration(vocabularySize: 5, width: 3, contextLength: 4))
    }
    #expect(throws: ConfigurationError("the width must be between 1 and 65536, not 0")) {
      try UnwrittenModel(ModelConfiguration(vocabularySize: 5, width: 0, contextLength: 4))
    }
  }

  @Test("The contract passes it on, once")
  func contract() throws {
    let error = #expect(throws: NotYet.self) { try Contract.verify(UnwrittenModel.self) }
    #expect(error?.message == "not yet: write the step of UnwrittenCell" && error?.exitCode == 70)
  }
}
