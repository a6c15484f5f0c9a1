// The trained numbers of a model: what they are (a layout), and their values (one flat block of memory).

/// How a parameter's first values are drawn.
public enum Initializer: Equatable, Sendable {
  /// All 0.
  case zeros
  /// All one value.
  case constant(Double)
  /// Uniform in [−bound, bound].
  case uniform(Double)
  /// Normal with mean 0.
  case normal(deviation: Double)
  /// Different constants for equal parts of the parameter: the gates of an LSTM's bias.
  case blocks([Double])
}

/// How a parameter stands in a checkpoint, where others have fixed names and layouts.
public enum CheckpointForm: Equatable, Sendable {
  /// Under one name, as it is.
  case same(String)
  /// Under one name, as the transpose: PyTorch's Linear and RNN keep [out, in].
  case transposed(String)
  /// As the sum of two tensors, of which the second is written as zeros: PyTorch's two bias vectors.
  case sum(String, String)

  /// The tensor names in the checkpoint.
  public var names: [String] {
    switch self {
    case .same(let name), .transposed(let name): [name]
    case .sum(let first, let second): [first, second]
    }
  }
}

/// A named block of trained numbers: a handle that layers hold. Its values live in a `Parameters`.
public struct Parameter: Equatable, Sendable {
  /// Its place among the model's parameters.
  public let index: Int
  /// The shape of its values, which a checkpoint may hold transposed.
  public let shape: Shape
  /// The group that its gradient norm is reported under: "embedding", "layer 1 recurrent", "head" …
  public let group: String
  /// Whether weight decay applies: to matrices, not to biases and gains.
  public let decays: Bool
  /// How its first values are drawn.
  public let initializer: Initializer
  /// Its names and layout in a checkpoint.
  public let checkpoint: CheckpointForm
  /// Where it starts in the flat memory.
  package let offset: Int
}

/// All parameters of a model, in the order in which its layers declared them.
public struct ParameterLayout: Sendable {
  /// The parameters in the order of their declaration: each `index` is a place in this list.
  public private(set) var parameters: [Parameter] = []
  /// Elements of flat memory, the padding that aligns each parameter to a cache line included.
  package private(set) var storageCount = 0
  private var names: Set<String> = []

  /// No parameters; layers declare theirs with `add`.
  public init() {}

  /// The number of trained scalars.
  public var scalarCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }

  /// The groups in the order of their first parameter.
  public var groups: [String] {
    parameters.reduce(into: []) { if !$0.contains($1.group) { $0.append($1.group) } }
  }

  /// Declares a parameter and returns its handle.
  /// - Precondition: its checkpoint names are new.
  public mutating func add(
    _ checkpoint: CheckpointForm, shape: Shape, group: String, decays: Bool, initializer: Initializer
  ) -> Parameter {
    for name in checkpoint.names {
      precondition(names.insert(name).inserted, "two parameters are named '\(name)'")
    }
    let parameter = Parameter(
      index: parameters.count, shape: shape, group: group, decays: decays, initializer: initializer,
      checkpoint: checkpoint, offset: storageCount)
    parameters.append(parameter)
    storageCount += (shape.count + 15) / 16 * 16
    return parameter
  }
}

/// Values for every parameter of a layout — the parameters themselves, or a gradient, or an optimiser's moments — in one flat
/// block, so that an optimiser step or a norm is one pass over memory. A reference: threads read it while none writes.
public final class Parameters<Scalar: TensorScalar> {
  /// Which parameters there are, and where each lies in the flat block.
  public let layout: ParameterLayout
  package let base: UnsafeMutablePointer<Scalar>

  /// All zeros.
  public init(zerosFor layout: ParameterLayout) {
    self.layout = layout
    base = allocateAligned(count: layout.storageCount)
    Scalar.kernels.fill(0, base, layout.storageCount)
  }

  /// First values, drawn for a seed. Each parameter has a random stream of its own, named for its place in the checkpoint,
  /// so that it starts the same whatever else the model contains.
  public convenience init(initializing layout: ParameterLayout, seed: UInt64) {
    self.init(zerosFor: layout)
    for parameter in layout.parameters {
      var generator = SeededGenerator(seed: seed, stream: parameter.checkpoint.names[0])
      let count = parameter.shape.count
      for index in 0..<count {
        base[parameter.offset + index] = Scalar(parameter.initializer.value(at: index, of: count, using: &generator))
      }
    }
  }

  deinit { base.deallocate() }

  /// The flat memory, padding included; padding is zero.
  package var storageCount: Int { layout.storageCount }

  /// One parameter's values; setting copies them in.
  /// - Precondition: on setting, the shapes agree.
  public subscript(parameter: Parameter) -> Tensor<Scalar> {
    get {
      Tensor(shape: parameter.shape) { $0.update(from: base + parameter.offset, count: parameter.shape.count) }
    }
    set {
      precondition(newValue.shape == parameter.shape, "\(newValue.shape) does not fit \(parameter.shape)")
      newValue.withUnsafeScalars { source in
        guard let start = source.baseAddress else { return }
        (base + parameter.offset).update(from: start, count: source.count)
      }
    }
  }

  /// Where one parameter's values lie: as many as its shape has.
  package func memory(of parameter: Parameter) -> UnsafeMutablePointer<Scalar> { base + parameter.offset }

  /// An independent copy.
  public func copy() -> Parameters {
    let result = Parameters(zerosFor: layout)
    result.assign(self)
    return result
  }

  /// Takes over another's values.
  /// - Precondition: both have one layout.
  public func assign(_ other: Parameters) {
    precondition(layout.parameters == other.layout.parameters, "parameters of another layout")
    base.update(from: other.base, count: storageCount)
  }

  /// The same values in another precision.
  public func converted<Other: TensorScalar>(to type: Other.Type) -> Parameters<Other> {
    let result = Parameters<Other>(zerosFor: layout)
    for index in 0..<storageCount { result.base[index] = Other(base[index]) }
    return result
  }

  /// Adds another's values to these, element by element.
  /// - Precondition: both have one layout.
  public func add(_ other: Parameters) {
    precondition(layout.parameters == other.layout.parameters, "parameters of another layout")
    Scalar.kernels.add(base, other.base, base, storageCount)
  }

  /// The square of the Euclidean norm of one parameter's values.
  public func squaredNorm(of parameter: Parameter) -> Double {
    Scalar.kernels.dot(base + parameter.offset, base + parameter.offset, parameter.shape.count)
  }

  /// The Euclidean norm of all values together.
  public var norm: Double { Scalar.kernels.dot(base, base, storageCount).squareRoot() }

  /// The Euclidean norm of each group's values, in the layout's order of groups.
  public func normsByGroup() -> [(group: String, norm: Double)] {
    var squares: [String: Double] = [:]
    for parameter in layout.parameters { squares[parameter.group, default: 0] += squaredNorm(of: parameter) }
    return layout.groups.map { ($0, squares[$0, default: 0].squareRoot()) }
  }
}

extension Initializer {
  func value(at index: Int, of count: Int, using generator: inout SeededGenerator) -> Double {
    switch self {
    case .zeros: 0
    case .constant(let value): value
    case .uniform(let bound): (2 * generator.uniform() - 1) * bound
    case .normal(let deviation): generator.normal() * deviation
    case .blocks(let values): values[index * values.count / count]
    }
  }
}
