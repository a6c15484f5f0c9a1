// Moving elements: permuting axes, cutting and joining along an axis, shifting in time, picking rows.

extension Variable {
  /// The axes in another order.
  /// - Complexity: O(count) time; keeps the result.
  /// - Precondition: there is an axis, and `axes` names every axis once.
  public func permuted(_ axes: Int...) -> Variable {
    precondition(shape.rank > 0, "permuted: a scalar has no axes")
    precondition(axes.sorted() == Array(0..<shape.rank), "permuted: \(axes) does not name each axis of \(shape) once")
    return tape.record(
      Permutation<Scalar>(shape: shape, axes: axes), self, shape: Shape(axes.map { shape[$0] }))
  }

  /// The innermost two axes exchanged.
  /// - Complexity: O(count) time; keeps the result.
  /// - Precondition: there are two axes or more.
  public func transposed() -> Variable {
    precondition(shape.rank >= 2, "transposed: shape \(shape) has no two axes to exchange")
    var axes = Array(0..<shape.rank)
    axes.swapAt(shape.rank - 1, shape.rank - 2)
    return tape.record(Permutation<Scalar>(shape: shape, axes: axes), self, shape: Shape(axes.map { shape[$0] }))
  }

  /// The part with the given indices along an axis.
  /// - Complexity: O(count of the part) time; keeps the part.
  public func slice(_ range: Range<Int>, along axis: Int) -> Variable {
    let axis = shape.index(of: axis)
    precondition(
      range.lowerBound >= 0 && range.upperBound <= shape[axis], "slice: \(range) is outside axis \(axis) of \(shape)")
    var result = shape
    result[axis] = range.count
    return tape.record(Slice<Scalar>(blocks: AxisBlocks(shape, axis), range: range), self, shape: result)
  }

  /// Moved by `offset` places along the outermost axis, zeros coming in: result[t] = self[t − offset].
  /// - Complexity: O(count) time; keeps the result.
  public func shifted(by offset: Int) -> Variable {
    tape.record(
      Shift<Scalar>(steps: shape[0], width: shape[0] == 0 ? 0 : shape.count / shape[0], offset: offset), self,
      shape: shape)
  }
}

/// The parts, one after the other along an axis.
/// - Complexity: O(count) time; keeps the result.
/// - Precondition: One part or more, whose shapes agree but for that axis.
public func concatenated<S>(_ parts: [Variable<S>], along axis: Int) -> Variable<S> {
  precondition(!parts.isEmpty, "concatenated: there are no parts")
  let axis = parts[0].shape.index(of: axis)
  var shape = parts[0].shape
  shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
  for part in parts {
    var expected = shape
    expected[axis] = part.shape[axis]
    precondition(
      part.shape == expected, "concatenated: \(part.shape) does not fit \(parts[0].shape) along axis \(axis)")
  }
  let operation = Concatenation<S>(blocks: AxisBlocks(shape, axis), extents: parts.map { $0.shape[axis] })
  return parts[0].tape.record(operation, inputs: parts, shape: shape)
}

/// Values of one shape, along a new outermost axis: the steps of a sequence.
///
/// If the result's gradient is kept (see `Tape.backward`), it becomes at each step the whole gradient by that part, the paths through
/// the part's other uses included.
/// - Shape: [..] each → [parts.count, ..].
/// - Complexity: O(count) time; keeps the result.
/// - Precondition: One part or more, all of one shape.
public func stacked<S>(_ parts: [Variable<S>]) -> Variable<S> {
  precondition(!parts.isEmpty, "stacked: there are no parts")
  let shape = parts[0].shape
  for part in parts { precondition(part.shape == shape, "stacked: \(part.shape) is not \(shape)") }
  return parts[0].tape.record(
    Stack<S>(count: parts.count, block: shape.count), inputs: parts, shape: Shape([parts.count] + shape.dimensions))
}

/// The rows of a table with the given numbers: result[r] = table[indices[r]].
/// - Shape: [N, d] → [indices.count, d].
/// - Complexity: O(rows·d) time; keeps the result. The gradient touches only the rows that were picked.
/// - Precondition: all indices are in 0..<N.
@specialized(where S == Float)
public func rows<S>(of table: Variable<S>, at indices: [Int32]) -> Variable<S> {
  checkIndices(indices, of: table, "rows(of:at:)")
  return table.tape.record(
    RowLookup<S>(indices: indices, tableRows: table.shape[0], columns: table.shape[1]), table,
    shape: [indices.count, table.shape[1]])
}

/// Traps unless all indices are those of a table's rows.
func checkIndices<S>(_ indices: [Int32], of table: Variable<S>, _ name: String) {
  precondition(table.shape.rank == 2, "\(name): the table has shape \(table.shape), not two axes")
  let count = Int32(table.shape[0])
  precondition(indices.allSatisfy { $0 >= 0 && $0 < count }, "\(name): an index is outside 0..<\(count)")
}

/// A shape seen from one axis: `outer` blocks of `extent` rows of `inner` elements.
struct AxisBlocks {
  let outer, extent, inner: Int

  init(_ shape: Shape, _ axis: Int) {
    outer = shape.dimensions[..<axis].reduce(1, *)
    extent = shape[axis]
    inner = shape.dimensions[(axis + 1)...].reduce(1, *)
  }
}

struct Permutation<Scalar: TensorScalar>: Operation {
  let shape: Shape
  let axes: [Int]

  var name: String { "permute" }
  func cost(needsGradient: NeedsGradient) -> Cost { .copy }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let (x, y) = (pass.input(0), pass.output)
    forEachRun { source, target, stride, count in
      if stride == 1 {
        (y + target).update(from: x + source, count: count)
      } else {
        Scalar.kernels.gather(x + source, stride, y + target, count)
      }
    }
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    let dy = pass.outputGradient
    pass.accumulate(0) { dx, add in
      forEachRun { source, target, stride, count in
        if stride == 1 {
          Scalar.kernels.scale(1, dy + target, dx + source, count, add)
        } else {
          Scalar.kernels.scatter(dy + target, dx + source, stride, count, add)
        }
      }
    }
  }

  /// Visits the result's innermost rows in order: the start in the source, the start in the result, the source's stride, the length.
  private func forEachRun(_ body: (Int, Int, Int, Int) -> Void) {
    guard shape.count > 0 else { return }
    var strides = [Int](repeating: 1, count: shape.rank)
    for axis in stride(from: shape.rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    let extents = axes.map { shape[$0] }
    let steps = axes.map { strides[$0] }
    let innermost = extents.count - 1
    var index = [Int](repeating: 0, count: extents.count)
    var (source, target) = (0, 0)
    while target < shape.count {
      body(source, target, steps[innermost], extents[innermost])
      target += extents[innermost]
      var axis = innermost - 1
      while axis >= 0 {
        index[axis] += 1
        source += steps[axis]
        if index[axis] < extents[axis] { break }
        source -= index[axis] * steps[axis]
        index[axis] = 0
        axis -= 1
      }
    }
  }
}

struct Slice<Scalar: TensorScalar>: Operation {
  let blocks: AxisBlocks
  let range: Range<Int>

  var name: String { "slice" }
  func cost(needsGradient: NeedsGradient) -> Cost { .copy }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let count = range.count * blocks.inner
    for outer in 0..<blocks.outer {
      let start = (outer * blocks.extent + range.lowerBound) * blocks.inner
      (pass.output + outer * count).update(from: pass.input(0) + start, count: count)
    }
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    let count = range.count * blocks.inner
    pass.accumulate(0) { dx, add in
      if !add { Scalar.kernels.fill(0, dx, blocks.outer * blocks.extent * blocks.inner) }
      for outer in 0..<blocks.outer {
        let start = (outer * blocks.extent + range.lowerBound) * blocks.inner
        Scalar.kernels.scale(1, pass.outputGradient + outer * count, dx + start, count, true)
      }
    }
  }
}

struct Concatenation<Scalar: TensorScalar>: Operation {
  let blocks: AxisBlocks
  let extents: [Int]

  var name: String { "concatenate" }
  func cost(needsGradient: NeedsGradient) -> Cost { .copy }

  /// Each part's run of elements in an outer block: where it starts there, and how long it is.
  private func runs() -> [(start: Int, count: Int)] {
    var start = 0
    return extents.map { extent in
      defer { start += extent * blocks.inner }
      return (start, extent * blocks.inner)
    }
  }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let width = blocks.extent * blocks.inner
    let output = pass.output
    for (part, run) in runs().enumerated() {
      let input = pass.input(part)
      for outer in 0..<blocks.outer {
        (output + outer * width + run.start).update(from: input + outer * run.count, count: run.count)
      }
    }
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    let (width, dy, kernels) = (blocks.extent * blocks.inner, pass.outputGradient, Scalar.kernels)
    for (part, run) in runs().enumerated() {
      guard let (dx, add) = pass.destination(part) else { continue }
      for outer in 0..<blocks.outer {
        kernels.scale(1, dy + outer * width + run.start, dx + outer * run.count, run.count, add)
      }
    }
  }
}

struct Shift<Scalar: TensorScalar>: Operation {
  let steps, width, offset: Int

  var name: String { "shift" }
  func cost(needsGradient: NeedsGradient) -> Cost { .copy }

  /// The elements that stay inside: how many, from where, to where.
  private var move: (count: Int, from: Int, to: Int) {
    let kept = max(0, steps - abs(offset))
    return (kept * width, max(0, -offset) * width, max(0, offset) * width)
  }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let (count, from, to) = move
    Scalar.kernels.fill(0, pass.output, steps * width)
    guard count > 0 else { return }
    (pass.output + to).update(from: pass.input(0) + from, count: count)
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    let (count, from, to) = move
    pass.accumulate(0) { dx, add in
      if !add { Scalar.kernels.fill(0, dx, steps * width) }
      guard count > 0 else { return }
      Scalar.kernels.scale(1, pass.outputGradient + to, dx + from, count, true)
    }
  }
}

struct Stack<Scalar: TensorScalar>: Operation {
  let count, block: Int

  var name: String { "stack" }
  var sharesKeptGradient: Bool { true }
  func cost(needsGradient: NeedsGradient) -> Cost { .copy }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    for part in 0..<count { (pass.output + part * block).update(from: pass.input(part), count: block) }
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    for part in 0..<count {
      let gradient = pass.outputGradient + part * block
      if pass.keepsOutputGradient && pass.lend(gradient, to: part) { continue }
      pass.accumulate(part) { dx, add in Scalar.kernels.scale(1, gradient, dx, block, add) }
    }
  }
}

struct RowLookup<Scalar: TensorScalar>: Operation {
  let indices: [Int32]
  let tableRows, columns: Int

  var name: String { "rows" }

  func cost(needsGradient: NeedsGradient) -> Cost {
    Cost(
      forward: 0, backward: needsGradient[0] ? indices.count * columns : 0, forwardChain: 0,
      backwardChain: Cost.chain(summing: indices.count))
  }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    Scalar.kernels.gatherRows(pass.input(0), indices, pass.output, indices.count, columns)
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    pass.accumulate(0) { dTable, add in
      if !add { Scalar.kernels.fill(0, dTable, tableRows * columns) }
      Scalar.kernels.scatterAddRows(pass.outputGradient, indices, dTable, indices.count, columns)
    }
  }
}
