// Draws inputs, and shrinks those that fail.

/// A check in progress.
public final class Examination {
  /// Inputs tried so far.
  public private(set) var trials = 0
  private let note: (String) -> Void

  /// - Parameter note: Is told each input before it is tried, so that one on which an answer crashes is known.
  public init(note: @escaping (String) -> Void = { _ in }) { self.note = note }

  /// Tries a property on drawn inputs, small ones first, and throws the failure on the smallest input that it can find.
  ///
  /// - Parameters:
  ///   - draw: Makes an input of about the given size, from 1 to 8.
  ///   - count: How many inputs are drawn.
  ///   - property: Throws a `Failure` if the answer is wrong for the input.
  /// - Complexity: `count` trials; shrinking takes at most 500 more.
  public func forAll<Input: Sample>(
    _ draw: (inout Draw, Int) -> Input, count: Int = 120, seed: UInt64 = 1, _ property: (Input) throws -> Void
  ) throws {
    var generator = Draw(seed: seed)
    for trial in 0..<count {
      let input = draw(&generator, 1 + trial * 8 / count)
      if let failure = try failure(input, property) { throw try smallest(input, failure, property) }
    }
  }

  /// What an answer gives for some inputs that are not drawn. Each is noted before it is tried, as drawn ones are.
  public func answers<Input: Sample, Answer>(to inputs: [Input], _ answer: (Input) -> Answer) -> [Answer] {
    inputs.map { input in
      note(input.description)
      return answer(input)
    }
  }

  private func failure<Input: Sample>(_ input: Input, _ property: (Input) throws -> Void) throws -> Failure? {
    trials += 1
    note(input.description)
    do {
      try property(input)
      return nil
    } catch let failure as Failure {
      return Failure(failure.property, failure.message, input: input.description)
    }
  }

  /// Follows smaller inputs that violate the same property, as long as there are any.
  private func smallest<Input: Sample>(
    _ first: Input, _ found: Failure, _ property: (Input) throws -> Void
  ) throws -> Failure {
    var (input, best, steps) = (first, found, 0)
    var hasChanged = true
    while hasChanged && steps < 500 {
      hasChanged = false
      for candidate in input.smaller where steps < 500 {
        steps += 1
        guard let smaller = try failure(candidate, property), smaller.property == best.property else { continue }
        (input, best, hasChanged) = (candidate, smaller, true)
        break
      }
    }
    return best
  }
}

/// What a check finds: nil for a right answer.
public func verdict(_ check: (Examination) throws -> Void) throws -> Failure? {
  do {
    try check(Examination())
    return nil
  } catch let failure as Failure {
    return failure
  }
}
