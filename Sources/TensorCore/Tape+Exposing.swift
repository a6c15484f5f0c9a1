// Values inside a computation that a measurement wants to look at: a layer exposes them, and whoever runs the tape reads them.

/// What an exposed value is. Layers name theirs in extensions: `.states`, `.embeddedTokens`.
public struct ExposedName: Hashable, Sendable {
  public let name: String

  public init(_ name: String) { self.name = name }
}

extension Tape {
  /// Shows values to whoever observes the tape. On a tape that nobody observes, nothing happens.
  ///
  ///     tape.isObserved = true
  ///     let loss = …                                     // layers expose values on the way
  ///     let states = tape.exposed(.states).last ?? []    // those of the top layer
  ///     tape.backward(from: loss, keeping: states)
  /// - Parameter values: What belongs together, such as the states and the memories of a layer.
  public func expose(_ values: @autoclosure () -> [Variable<Scalar>], as name: ExposedName) {
    guard isObserved else { return }
    let values = values()
    for value in values { check(value) }
    // Node numbers and not variables: those hold on to the tape.
    exposures.append((name, values.map { ($0.node, $0.shape) }))
  }

  /// What has been exposed under a name since the last reset, in the order of computation.
  public func exposed(_ name: ExposedName) -> [[Variable<Scalar>]] {
    exposures.filter { $0.name == name }.map { exposure in
      exposure.values.map { Variable(tape: self, shape: $0.shape, node: $0.node, generation: generation) }
    }
  }
}
