// Finding the first value that is not finite: a step that went wrong is run once more, and every operation looked at.

/// Watches the operations of a tape, and remembers the first value that is not finite.
///
///     tape.watch = FiniteWatch()       // from here on every operation's values and gradients are looked at
///     …                                // the step that went wrong, once more
///     tape.watch?.found
///
/// - Complexity: a pass over each value and gradient; no more than a branch an operation where nothing watches.
public final class FiniteWatch {
  /// In which pass a value came about.
  public enum Pass: String, Codable, Sendable {
    /// It was there before the step: a weight.
    case before
    /// An operation computed it.
    case forward
    /// The gradient of an operation gave it.
    case backward
    /// It came about when gradients were added: over threads, or in the norm of all.
    case sum
  }

  /// A value that is not finite, and where it came about.
  public struct Finding: Codable, Equatable, Sendable {
    /// When it came about.
    public let pass: Pass
    /// The name of the operation; nil for a weight that was so before.
    public let operation: String?
    /// How many operations were recorded before this one since the last reset.
    public let operationsBefore: Int
    /// What has the value: a parameter's name in checkpoints, or "output", "auxiliary" or the gradient by one of the inputs.
    public let tensor: String
    /// The extents of that.
    public let shape: [Int]
    /// Which element is the first that is not finite.
    public let element: [Int]
    /// "inf", "-inf" or "nan".
    public let value: String

    package init(
      pass: Pass, operation: String?, operationsBefore: Int, tensor: String, shape: [Int], element: [Int],
      value: String
    ) {
      (self.pass, self.operation, self.operationsBefore) = (pass, operation, operationsBefore)
      (self.tensor, self.shape, self.element, self.value) = (tensor, shape, element, value)
    }
  }

  /// The first value that was not finite; nil if all were.
  public package(set) var found: Finding?

  /// Nothing found yet.
  public init() {}
}

extension Parameters {
  /// The first value that is not finite, in the layout's order; named and placed as in a checkpoint.
  public func firstNonFinite(_ pass: FiniteWatch.Pass) -> FiniteWatch.Finding? {
    for parameter in layout.parameters {
      let memory = base + parameter.offset
      guard !Scalar.kernels.allFinite(memory, parameter.shape.count),
        let index = (0..<parameter.shape.count).first(where: { !memory[$0].isFinite })
      else { continue }
      return finding(at: index, of: parameter, pass)
    }
    return nil
  }

  fileprivate func finding(at index: Int, of parameter: Parameter, _ pass: FiniteWatch.Pass) -> FiniteWatch.Finding {
    let place = parameter.checkpointPlace(of: index)
    return FiniteWatch.Finding(
      pass: pass, operation: nil, operationsBefore: 0, tensor: parameter.checkpoint.names[0], shape: place.shape,
      element: place.element, value: "\(base[parameter.offset + index])")
  }
}

extension Parameters where Scalar == Float {
  /// The largest magnitude of all values; infinite, if one is not finite.
  package var largestMagnitude: Double {
    (0..<storageCount).reduce(0.0) { base[$1].isFinite ? max($0, abs(Double(base[$1]))) : .infinity }
  }

  /// The first value that is not finite, or beyond a bound.
  package func firstBeyond(_ bound: Double) -> FiniteWatch.Finding? {
    if let found = firstNonFinite(.before) { return found }
    for parameter in layout.parameters {
      let memory = base + parameter.offset
      guard let index = (0..<parameter.shape.count).first(where: { abs(Double(memory[$0])) > bound }) else { continue }
      return finding(at: index, of: parameter, .before)
    }
    return nil
  }
}

extension Parameter {
  /// Where an element of the flat memory stands in the tensor of a checkpoint, which may be the transpose.
  package func checkpointPlace(of index: Int) -> (shape: [Int], element: [Int]) {
    let (extents, element) = shape.place(of: index)
    guard case .transposed = checkpoint else { return (extents, element) }
    return (extents.reversed(), element.reversed())
  }
}

extension Tape {
  /// Looks at what an operation has computed.
  func watchForward(_ node: Int) {
    guard let watch, watch.found == nil else { return }
    let first = node - nodes[node].auxiliaryCount
    for index in [node] + Array(first..<node) {
      guard let value = nodes[index].value else { continue }
      note(value, nodes[index].shape, .forward, at: node, as: index == node ? "output" : "auxiliary \(index - first)")
    }
  }

  /// Looks at what an operation's gradient has given its inputs.
  func watchBackward(_ node: Int) {
    guard let watch, watch.found == nil else { return }
    for slot in 0..<nodes[node].inputCount {
      let input = inputNode(slot, of: node)
      guard let gradient = existingGradient(of: input) else { continue }
      let parameter = parameterNodes.firstIndex(of: input).flatMap { parameters?.layout.parameters[$0] }
      let name = "gradient by " + (parameter?.checkpoint.names[0] ?? "input \(slot)")
      note(gradient, nodes[input].shape, .backward, at: node, as: name, of: parameter)
    }
  }

  private func note(
    _ memory: UnsafeMutablePointer<Scalar>, _ shape: Shape, _ pass: FiniteWatch.Pass, at node: Int, as tensor: String,
    of parameter: Parameter? = nil
  ) {
    guard watch?.found == nil, !Scalar.kernels.allFinite(memory, shape.count) else { return }
    // What masks hides is −∞ from a constant on, until a softmax makes it zero.
    let passesOn = pass == .forward && hasMask(node)
    let bad = (0..<shape.count).first { !memory[$0].isFinite && !(passesOn && memory[$0] == -.infinity) }
    guard let index = bad else { return }
    let place = parameter?.checkpointPlace(of: index) ?? shape.place(of: index)
    watch?.found = FiniteWatch.Finding(
      pass: pass, operation: nodes[node].operation?.name,
      operationsBefore: nodes[..<node].count { $0.operation != nil }, tensor: tensor, shape: place.shape,
      element: place.element, value: "\(memory[index])")
  }
}

extension Tape {
  /// Whether an input of an operation holds −∞. All values before were looked at, so that it comes from a constant.
  private func hasMask(_ node: Int) -> Bool {
    (0..<nodes[node].inputCount).contains { slot in
      let input = inputNode(slot, of: node)
      guard let value = nodes[input].value else { return false }
      return (0..<nodes[input].shape.count).contains { value[$0] == -.infinity }
    }
  }
}

extension Shape {
  /// The extents, and the indices of an element by its place in row-major memory.
  package func place(of index: Int) -> (shape: [Int], element: [Int]) {
    let extents = (0..<rank).map { self[$0] }
    var (rest, element) = (index, extents)
    for axis in extents.indices.reversed() {
      element[axis] = rest % extents[axis]
      rest /= extents[axis]
    }
    return (extents, element)
  }
}
