// The gradient of a batch, computed on several threads.

import SequenceKit
import TensorCore

/// Threads that share a batch: each takes some of the sequences, on a tape and with a gradient of its own. The gradients are added in
/// the order of the threads, so that a run repeats bit by bit with the same number of threads.
public final class GradientWorkers<Scalar: TensorScalar> {
  /// What one step cost, over all threads.
  public struct Counts: Codable, Equatable, Sendable {
    /// Counted floating-point operations, forward and backward.
    public var work = 0
    /// The longest chain of dependent operations: of the longest thread, for threads do not wait for each other.
    public var span = 0
    /// The most bytes of values and gradients alive at once, summed over threads.
    public var peakBytes = 0
  }

  /// A step's value, and the gradient, which stays valid until the next step.
  public struct Result {
    /// The mean loss over all targets, in nats.
    public let loss: Double
    /// The gradient of that mean, by every parameter.
    public let gradient: Parameters<Scalar>
    /// What the step cost.
    public let counts: Counts
  }

  private final class Worker {
    let tape: Tape<Scalar>
    let gradient: Parameters<Scalar>
    var loss = 0.0
    var counts = TapeCounts()
    var failure: NonFiniteValue?
    /// The sequences of the batch that are on the tape.
    var sequences = 0..<0

    init(_ parameters: Parameters<Scalar>, isPlain: Bool) {
      tape = Tape(parameters)
      tape.isPlain = isPlain
      gradient = Parameters(zerosFor: parameters.layout)
    }
  }

  private let model: any SequenceModel
  private let workers: [Worker]
  private let team: ThreadTeam
  /// The time that adding the threads' gradients has taken since `startProfile`.
  public private(set) var additionTime = Duration.zero

  /// - Parameters:
  ///   - threads: How many threads share a batch, at least 1.
  ///   - isPlain: Whether the model runs by its equations; see `Tape.isPlain`.
  public init(_ model: any SequenceModel, parameters: Parameters<Scalar>, threads: Int, isPlain: Bool = false) {
    precondition(threads >= 1, "a batch needs at least one thread")
    self.model = model
    workers = (0..<threads).map { _ in Worker(parameters, isPlain: isPlain) }
    team = ThreadTeam(count: threads)
  }

  /// Times every operation from now on.
  public func startProfile() {
    for worker in workers { worker.tape.profile = TapeProfile() }
    additionTime = .zero
  }

  /// What operations have taken since `startProfile`, summed over threads; empty if it was not called.
  public var profile: TapeProfile {
    workers.reduce(into: TapeProfile()) { sum, worker in if let part = worker.tape.profile { sum.add(part) } }
  }

  /// The mean cross-entropy of a batch and its gradient.
  /// - Parameter seed: For dropout; each thread has a stream of its own.
  /// - Throws: `NonFiniteValue`, if the loss is not finite: the first operation that gave such a value.
  public func gradient(
    of tokens: TokenBatch, targets: TokenBatch, seed: UInt64
  ) throws(NonFiniteValue) -> Result {
    let normalizer = max(1, targets.tokens.lazy.filter { $0 >= 0 }.count)
    let parts = ThreadTeam.ranges(of: tokens.batchSize, parts: workers.count)
    let active = workers.prefix(parts.count)
    team.run(parts.count) { index in
      run(
        workers[index], tokens.sequences(parts[index]), targets.sequences(parts[index]), normalizer,
        seed: seed ^ UInt64(index))
    }
    for worker in active { if let failure = worker.failure { throw failure } }
    let total = workers[0].gradient
    let start = ContinuousClock.now
    for worker in active.dropFirst() { total.add(worker.gradient) }
    additionTime += ContinuousClock.now - start
    return Result(
      loss: active.reduce(0) { $0 + $1.loss }, gradient: total,
      counts: Counts(
        work: active.reduce(0) { $0 + $1.counts.work }, span: active.map(\.counts.span).max() ?? 0,
        peakBytes: active.reduce(0) { $0 + $1.counts.peakBytes }))
  }

  /// As `gradient`, with every value looked at: the first that is not finite of the first thread that has one, and the sequences that
  /// the thread was at.
  package func watchedGradient(
    of tokens: TokenBatch, targets: TokenBatch, seed: UInt64
  ) -> (found: FiniteWatch.Finding?, sequences: Range<Int>?, gradient: Parameters<Scalar>?) {
    for worker in workers { worker.tape.watch = FiniteWatch() }
    defer { for worker in workers { worker.tape.watch = nil } }
    let result = try? gradient(of: tokens, targets: targets, seed: seed)
    let parts = ThreadTeam.ranges(of: tokens.batchSize, parts: workers.count)
    for (worker, part) in zip(workers, parts) {
      guard let found = worker.tape.watch?.found else { continue }
      let first = part.lowerBound + worker.sequences.lowerBound
      return (found, first..<first + worker.sequences.count, nil)
    }
    return (nil, nil, result?.gradient)
  }

  /// One thread's part of a batch: as many sequences at once as suit the model, one group after the other.
  private func run(_ worker: Worker, _ tokens: TokenBatch, _ targets: TokenBatch, _ normalizer: Int, seed: UInt64) {
    (worker.loss, worker.counts, worker.failure) = (0, TapeCounts(), nil)
    let size = min(max(1, model.sequencesAtOnce(length: tokens.length)), tokens.batchSize)
    for (index, first) in stride(from: 0, to: tokens.batchSize, by: size).enumerated() {
      let group = first..<min(first + size, tokens.batchSize)
      worker.sequences = group
      // Threads and groups draw from different streams.
      add(
        tokens.sequences(group), targets.sequences(group), normalizer, to: worker, isFirst: index == 0,
        seed: seed ^ UInt64(index) << 32)
      if worker.failure != nil || worker.tape.watch?.found != nil { return }
    }
  }

  /// Adds the loss and the gradient of some sequences to a thread's.
  private func add(
    _ tokens: TokenBatch, _ targets: TokenBatch, _ normalizer: Int, to worker: Worker, isFirst: Bool, seed: UInt64
  ) {
    let tape = worker.tape
    defer { tape.reset() }
    let loss = model.loss(tokens, targets: targets, normalizer: normalizer, phase: .training(seed: seed), on: tape).mean
    worker.loss += Double(loss.scalar)
    guard worker.loss.isFinite else {
      let first = tape.firstNonFiniteOperation()
      worker.failure = NonFiniteValue(operation: first?.name ?? "loss", shape: first?.shape ?? [])
      return
    }
    tape.backward(from: loss, into: worker.gradient, adding: !isFirst)
    worker.counts.add(tape.currentCounts)
  }
}
