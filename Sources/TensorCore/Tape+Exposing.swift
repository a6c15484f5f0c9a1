// Values inside a computation that a measurement wants to look at: a layer exposes them, and whoever runs the tape reads them.

/// What an exposed value is. Layers name theirs in extensions: `.states`, `.embeddedTokens`.
public struct ExposedName: Hashable, Sendable {
  /// What tells one kind of exposed value from another.
  public let name: String

  /// Layers that expose the same kind of value share one name.
  public init(_ name: String) { self.name = name }
}

/// Values that a layer has exposed together, by their numbers: variables would hold on to the tape.
struct Exposure {
  let name: ExposedName
  let labels: [String]
  let values: [(node: Int, shape: Shape)]
}

extension Tape {
  /// Shows values to whoever observes the tape. On a tape that nobody observes, nothing happens.
  ///
  ///     tape.isObserved = true
  ///     let loss = …                                     // layers expose values on the way
  ///     let states = tape.exposed(.states).last ?? []    // those of the top layer
  ///     tape.backward(from: loss, keeping: states)
  /// - Parameters:
  ///   - values: What belongs together, such as the states and the memories of a layer.
  ///   - labels: What each of the values is, for people; none: the name says it all.
  public func expose(_ values: @autoclosure () -> [Variable<Scalar>], as name: ExposedName, labels: [String] = []) {
    guard isObserved else { return }
    let values = values()
    for value in values { check(value) }
    exposures.append(Exposure(name: name, labels: labels, values: values.map { ($0.node, $0.shape) }))
  }

  /// What has been exposed under a name since the last reset, in the order of computation.
  public func exposed(_ name: ExposedName) -> [[Variable<Scalar>]] {
    exposures.filter { $0.name == name }.map { exposure in
      exposure.values.map { Variable(tape: self, shape: $0.shape, node: $0.node, generation: generation) }
    }
  }

  /// The labels of what `exposed` gives.
  public func exposedLabels(_ name: ExposedName) -> [[String]] {
    exposures.filter { $0.name == name }.map(\.labels)
  }
}
