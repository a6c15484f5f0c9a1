// What is told of a model that stops the program, from backtraces as Swift's runtime writes them.

import ModelContract
import Testing

@Suite("A model that stops the program")
struct StopTests {
  /// A slice out of range, in a build for release: the frames on the way from the trap to the contract.
  private let backtrace = """
    *** Swift runtime failure: precondition failure ***

    Thread 0 "seqlab" crashed:

      0 [inlined] [system]      0x000055689320f4fd Swift runtime failure: precondition failure in seqlab at //<compiler-generated>
      1                         0x000055689320f4fd Variable.slice(_:along:) + 541 in seqlab at /home/me/SequenceLab/Sources/TensorCore/Operations/Layout.swift:28:5
      2 [ra]                    0x000055689329dd47 VanillaRNNModel.features<A>(of:state:phase:on:) + 950 in seqlab at /home/me/SequenceLab/Sources/Models/VanillaRNN/VanillaRNNModel.swift:56:38
      3 [ra] [thunk]            0x000055689329b9bd protocol witness for SequenceModel.features<A>(of:state:phase:on:) in conformance VanillaRNNModel + 28 in seqlab at //<compiler-generated>
      4 [ra]                    0x00005568931e8d97 SequenceModel.features<A>(of:phase:on:) + 86 in seqlab at /home/me/SequenceLab/Sources/SequenceKit/SequenceModel.swift:87:12
      5 [ra] [inlined]          0x00005568931d1af6 ModelCase.checkShapes() in seqlab at /home/me/SequenceLab/Sources/ModelContract/Properties/Shapes.swift:27:18
    """

  private func words(_ backtrace: String) -> String? {
    let finding = Stop(backtrace: backtrace).finding(.stepping, model: "rnn", seconds: 1)
    guard finding.property == .stepping, case .fails(let reason) = finding.verdict else { return nil }
    return reason
  }

  @Test("The operation and the model's line are found among the frames")
  func frames() {
    let stop = Stop(backtrace: backtrace)
    #expect(stop.operation == "Variable.slice(_:along:)")
    #expect(stop.line == "Sources/Models/VanillaRNN/VanillaRNNModel.swift:56")
    #expect(stop.message == nil)
    #expect(
      words(backtrace) == """
        the program stops in 'Variable.slice(_:along:)': what it is given does not fit; look at \
        Sources/Models/VanillaRNN/VanillaRNNModel.swift:56; a build for debugging says more: swift run seqlab verify rnn
        """)
  }

  @Test("A message is passed on where there is one")
  func message() {
    let text = "TensorCore/Layout.swift:28: Fatal error: slice: 0..<9 is outside axis 0 of [7, 2, 5]\n" + backtrace
    #expect(
      words(text) == """
        the program stops in 'Variable.slice(_:along:)': slice: 0..<9 is outside axis 0 of [7, 2, 5]; look at \
        Sources/Models/VanillaRNN/VanillaRNNModel.swift:56
        """)
  }

  @Test("The model itself may stop, as with an index out of range")
  func ownFrame() {
    let lines = backtrace.split(separator: "\n").filter { !$0.contains("Variable.slice") }.joined(separator: "\n")
    #expect(Stop(backtrace: lines).operation == nil)
    #expect(words(lines)?.hasPrefix("the program stops; look at Sources/Models/VanillaRNN/") == true)
  }

  @Test("Without a backtrace, it is said that the program stops")
  func nothing() {
    #expect(Stop(backtrace: "") == Stop(backtrace: "Killed"))
    #expect(words("")?.hasPrefix("the program stops") == true)
  }
}
