// Where the time of training steps goes: operation by operation, and what is not on a tape.

import TensorCore

/// The mean time of a training step, in parts that make up the whole. Times are summed over threads, so the whole is the
/// threads' number times the time from a step's beginning to its end.
public struct StepProfile: Codable, Equatable, Sendable {
  /// One part of a step.
  public struct Part: Codable, Equatable, Sendable {
    /// An operation's name, or what is done apart from the tape.
    public let name: String
    /// How often a step calls the operation, over all threads; nil for what is not an operation.
    public var calls: Int?
    /// The operation's time in the forward and in the backward pass; nil for what is not an operation.
    public var forwardMilliseconds, backwardMilliseconds: Double?
    /// All its time in a step.
    public let milliseconds: Double
    /// `milliseconds` over the whole.
    public let share: Double
    /// Counted floating-point operations of a step; nil where none are counted, which leaves the next two nil as well.
    public var work: Int?
    /// The rate of one thread at this part, in 10⁹ operations a second. Of both passes together: an operation may do some of its
    /// backward pass's work in the forward pass, as the cross-entropies do.
    public var threadRate: Double?
    /// That rate over the rate of one thread at matrix products.
    public var ofLimit: Double?

    private enum CodingKeys: String, CodingKey {
      case name, calls, share
      case forwardMilliseconds = "forward_ms"
      case backwardMilliseconds = "backward_ms"
      case milliseconds = "ms"
      case work = "flops"
      case threadRate = "gflops_per_thread"
      case ofLimit = "of_limit"
    }
  }

  /// How many steps the times are means of.
  public let steps: Int
  /// The mean time of a step from beginning to end. (`StepBenchmark.millisecondsPerStep` is a median.)
  public let millisecondsPerStep: Double
  /// The parts; those that take longest come first.
  public let parts: [Part]

  private enum CodingKeys: String, CodingKey {
    case steps, parts
    case millisecondsPerStep = "mean_ms_per_step"
  }

  /// What happens in a step apart from the tapes, on one thread while the others wait. Sums over steps.
  struct Apart {
    var addition = Duration.zero, norm = Duration.zero, optimizer = Duration.zero
  }

  /// - Parameters:
  ///   - operations: What operations took in all steps, summed over threads.
  ///   - wall: The time of all steps from beginning to end, in milliseconds.
  ///   - productRate: What all threads together reach at matrix products, in 10⁹ operations a second.
  init(_ operations: TapeProfile, _ apart: Apart, steps: Int, wall: Double, threads: Int, productRate: Double) {
    let whole = wall * Double(threads) / Double(steps)
    var parts = operations.operations.map { name, entry in
      Part(
        name, entry, steps: steps, whole: whole, productRate: productRate / Double(threads))
    }
    func add(_ name: String, _ milliseconds: Double) {
      parts.append(Part(name: name, milliseconds: milliseconds, share: milliseconds / whole))
    }
    add("adding gradients", apart.addition.milliseconds / Double(steps))
    add("gradient norm", apart.norm.milliseconds / Double(steps))
    add("optimiser", apart.optimizer.milliseconds / Double(steps))
    add("waiting and rest", whole - parts.reduce(0) { $0 + $1.milliseconds })
    self.steps = steps
    millisecondsPerStep = wall / Double(steps)
    self.parts = parts.sorted { ($1.milliseconds, $0.name) < ($0.milliseconds, $1.name) }
  }
}

extension StepProfile.Part {
  /// - Parameter productRate: Of one thread.
  fileprivate init(_ name: String, _ entry: TapeProfile.Entry, steps: Int, whole: Double, productRate: Double) {
    let forward = entry.forward.milliseconds / Double(steps)
    let backward = entry.backward.milliseconds / Double(steps)
    self.init(name: name, milliseconds: forward + backward, share: (forward + backward) / whole)
    calls = entry.calls / steps
    (forwardMilliseconds, backwardMilliseconds) = (forward, backward)
    let work = (entry.forwardWork + entry.backwardWork) / steps
    guard work > 0 && milliseconds > 0 else { return }
    self.work = work
    threadRate = Double(work) / milliseconds / 1e6
    ofLimit = Double(work) / milliseconds / 1e6 / productRate
  }
}
