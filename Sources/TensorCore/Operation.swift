// What an operation is: a forward pass, its gradient, and its cost. Each conforming type has a file under Operations/.

/// An operation on tape values.
///
/// An operation is a small value that holds its settings (extents, options). It is recorded with its inputs' numbers by
/// `Tape.record`, which allocates the output and the auxiliaries, runs `forward`, and keeps the operation for `backward`.
package protocol Operation<Scalar>: Sendable {
  associatedtype Scalar: TensorScalar

  /// The name that messages, profiles and the table of operations use.
  var name: String { get }

  /// Shapes of further memory that the forward pass writes and the backward pass reads.
  var auxiliaryShapes: [Shape] { get }

  /// Whether the gradient of a kept output becomes that of the inputs, so that they need its memory even where the loss does not
  /// depend on the output. By default, no.
  var sharesKeptGradient: Bool { get }

  /// The cost, given which inputs need a gradient.
  func cost(needsGradient: NeedsGradient) -> Cost

  /// Writes every element of the output and of the auxiliaries.
  func forward(_ pass: ForwardPass<Scalar>)

  /// Adds to the gradients of the inputs, from the gradient of the output.
  func backward(_ pass: BackwardPass<Scalar>)
}

extension Operation {
  package var sharesKeptGradient: Bool { false }
  package var auxiliaryShapes: [Shape] { [] }
}

/// Which inputs of an operation need a gradient.
package struct NeedsGradient: Sendable {
  private var bits: UInt64 = 0
  /// Those beyond the 64th.
  private var further: Set<Int> = []

  package init(_ needs: [Bool] = []) {
    for (index, need) in needs.enumerated() { self[index] = need }
  }

  package subscript(input: Int) -> Bool {
    get { input < 64 ? bits & (1 << UInt64(input)) != 0 : further.contains(input) }
    set {
      switch (input < 64, newValue) {
      case (true, true): bits |= 1 << UInt64(input)
      case (true, false): bits &= ~(1 << UInt64(input))
      case (false, true): further.insert(input)
      case (false, false): further.remove(input)
      }
    }
  }

  /// How many of the inputs need a gradient.
  package var count: Int { bits.nonzeroBitCount + further.count }
}

/// What an operation's forward pass sees.
package struct ForwardPass<Scalar: TensorScalar> {
  unowned(unsafe) let tape: Tape<Scalar>
  let node: Int

  /// The elements of an input.
  package func input(_ index: Int) -> UnsafePointer<Scalar> { tape.inputValue(index, of: node) }

  /// Threads that large products may be shared among.
  var team: ThreadTeam? { tape.team }

  /// Where the output goes.
  package var output: UnsafeMutablePointer<Scalar> { tape.value(of: node) }

  /// Further memory, kept for the backward pass.
  package func auxiliary(_ index: Int) -> UnsafeMutablePointer<Scalar> {
    tape.value(of: tape.auxiliaryNode(index, of: node))
  }

  /// Lends memory for the duration of `body`.
  package func withWorkspace(_ count: Int, _ body: (UnsafeMutablePointer<Scalar>) -> Void) {
    tape.withWorkspace(count, body)
  }
}

/// What an operation's backward pass sees.
package struct BackwardPass<Scalar: TensorScalar> {
  unowned(unsafe) let tape: Tape<Scalar>
  let node: Int

  /// The elements of an input.
  package func input(_ index: Int) -> UnsafePointer<Scalar> { tape.inputValue(index, of: node) }

  /// The elements of the output.
  package var output: UnsafePointer<Scalar> { UnsafePointer(tape.value(of: node)) }

  /// The gradient by the output. An operation may overwrite it unless `keepsOutputGradient`.
  package var outputGradient: UnsafeMutablePointer<Scalar> { tape.gradient(of: node) }

  /// Whether someone asked for the gradient by the output, so that it must be left whole.
  package var keepsOutputGradient: Bool { tape.nodes[node].keepsGradient }

  /// Memory that the forward pass wrote.
  package func auxiliary(_ index: Int) -> UnsafeMutablePointer<Scalar> {
    tape.value(of: tape.auxiliaryNode(index, of: node))
  }

  /// The gradient by an auxiliary, if the loss depends on it directly or if someone asked for it.
  package func auxiliaryGradient(_ index: Int) -> UnsafeMutablePointer<Scalar>? {
    tape.existingGradient(of: tape.auxiliaryNode(index, of: node))
  }

  /// Whether an input needs a gradient.
  package func needs(_ index: Int) -> Bool { tape.nodes[tape.inputNode(index, of: node)].needsGradient }

  /// The gradient of an input to write to, where that input needs one: `add` says whether to add to what is there or to overwrite
  /// memory that has no value yet. Asking is a promise to write.
  func destination(_ index: Int) -> (memory: UnsafeMutablePointer<Scalar>, add: Bool)? {
    needs(index) ? tape.gradientDestination(of: tape.inputNode(index, of: node)) : nil
  }

  /// Calls `body` with `destination(index)`, if there is one.
  package func accumulate(_ index: Int, _ body: (_ gradient: UnsafeMutablePointer<Scalar>, _ add: Bool) -> Void) {
    if let (memory, add) = destination(index) { body(memory, add) }
  }

  /// Lets a part of the output's gradient, which is kept, be the gradient of an input as well: what else arrives for the input is added
  /// to it. False if the input has a gradient already, or needs none.
  func lend(_ part: UnsafeMutablePointer<Scalar>, to index: Int) -> Bool {
    needs(index) && tape.lendGradient(at: part, to: tape.inputNode(index, of: node))
  }

  /// Lets the output's gradient be, or be added to, the gradient of an input of the same count. The last thing that `backward` does.
  func passOnGradient(to index: Int) { tape.passOnGradient(of: node, to: tape.inputNode(index, of: node)) }

  /// Lends memory for the duration of `body`.
  package func withWorkspace(_ count: Int, _ body: (UnsafeMutablePointer<Scalar>) -> Void) {
    tape.withWorkspace(count, body)
  }
}
