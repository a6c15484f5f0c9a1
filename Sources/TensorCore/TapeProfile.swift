// Where a tape's time goes: calls, seconds and counted arithmetic of each operation.

/// What the operations of a tape have taken since `Tape.profile` was set, by their names.
///
///     tape.profile = TapeProfile()     // from here on operations are timed
///     …                                // any number of steps, with resets between them
///     tape.profile?.operations["linear"]?.forward
///
/// Timed are the operations' own passes. The tape's bookkeeping between them is not.
public struct TapeProfile: Equatable, Sendable {
  /// What all calls of one operation have taken together.
  public struct Entry: Equatable, Sendable {
    /// How often the operation was recorded.
    public var calls = 0
    /// The time of the forward passes, and of those backward passes that ran.
    public var forward = Duration.zero, backward = Duration.zero
    /// Floating-point operations of these passes, as `Cost` counts them.
    public var forwardWork = 0, backwardWork = 0

    /// No calls yet.
    public init() {}
  }

  /// By the operations' names, such as "linear".
  public var operations: [String: Entry] = [:]

  /// Nothing timed yet.
  public init() {}

  /// Adds what another tape has measured.
  public mutating func add(_ other: TapeProfile) {
    for (name, entry) in other.operations {
      operations[name, default: Entry()].calls += entry.calls
      addForward(name, entry.forward, work: entry.forwardWork)
      addBackward(name, entry.backward, work: entry.backwardWork)
    }
  }

  fileprivate mutating func addForward(_ name: String, _ time: Duration, work: Int) {
    operations[name, default: Entry()].forward += time
    operations[name, default: Entry()].forwardWork += work
  }

  fileprivate mutating func addBackward(_ name: String, _ time: Duration, work: Int) {
    operations[name, default: Entry()].backward += time
    operations[name, default: Entry()].backwardWork += work
  }
}

extension Tape {
  /// Runs the forward pass of an operation; times it if there is a profile, and looks at what came if there is a watch.
  func runForward(_ operation: some Operation<Scalar>, _ pass: ForwardPass<Scalar>) {
    guard profile != nil || watch != nil else { return operation.forward(pass) }
    defer { watchForward(pass.node) }
    let start = ContinuousClock.now
    operation.forward(pass)
    let time = ContinuousClock.now - start
    profile?.operations[operation.name, default: TapeProfile.Entry()].calls += 1
    profile?.addForward(operation.name, time, work: nodes[pass.node].cost.forward)
  }

  /// Runs the backward pass of an operation, as `runForward`.
  func runBackward(_ operation: some Operation<Scalar>, _ pass: BackwardPass<Scalar>) {
    guard profile != nil || watch != nil else { return operation.backward(pass) }
    defer { watchBackward(pass.node) }
    let start = ContinuousClock.now
    operation.backward(pass)
    let time = ContinuousClock.now - start
    profile?.addBackward(operation.name, time, work: nodes[pass.node].cost.backward)
  }
}
