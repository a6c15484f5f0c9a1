// Shapes and tensors.

import TensorCore
import Testing

@Suite("Shapes and tensors")
struct TensorTests {
  @Test("a shape knows its count, rows and columns")
  func counts() {
    let shape: Shape = [2, 3, 4]
    #expect(shape.rank == 3 && shape.count == 24 && shape.rows == 6 && shape.columns == 4)
    #expect(shape.dimensions == [2, 3, 4] && shape.description == "[2, 3, 4]")
    let scalar: Shape = []
    #expect(scalar.rank == 0 && scalar.count == 1 && scalar.rows == 1 && scalar.columns == 1)
    let empty: Shape = [3, 0]
    #expect(empty.count == 0 && empty.rows == 3 && empty.columns == 0)
    #expect(Shape([1, 1, 1, 1, 1, 1, 1, 2]).count == 2)
  }

  @Test("axes count from both ends")
  func axes() {
    var shape: Shape = [2, 3, 4]
    #expect(shape[0] == 2 && shape[-1] == 4 && shape[-3] == 2 && shape.index(of: -2) == 1)
    shape[-2] = 7
    #expect(shape == [2, 7, 4])
  }

  @Test("equality and hashing go by the extents, and tell ranks apart")
  func equality() {
    #expect(Shape([2, 3]) == [2, 3] && Shape([2, 3]).hashValue == ([2, 3] as Shape).hashValue)
    #expect(Shape([2, 3]) != [3, 2] && Shape([2]) != [2, 1] && Shape([2]) != [2, 0] && Shape([]) != [0])
  }

  @Test("suffixes are the innermost axes")
  func suffixes() {
    let shape: Shape = [2, 3, 4]
    for suffix in [[], [4], [3, 4], [2, 3, 4]] as [Shape] { #expect(suffix.isSuffix(of: shape)) }
    for other in [[3], [2, 3], [1, 4], [1, 2, 3, 4]] as [Shape] { #expect(!other.isSuffix(of: shape)) }
  }

  @Test("wrong shapes trap")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Shape([2, -1]) }
    await #expect(processExitsWith: .failure) { _ = Shape(Array(repeating: 1, count: 9)) }
    await #expect(processExitsWith: .failure) { _ = Shape([2])[1] }
    await #expect(processExitsWith: .failure) { _ = Tensor<Float>([1, 2, 3], shape: [2]) }
    await #expect(processExitsWith: .failure) { _ = Tensor<Float>([1, 2, 3], shape: [3]).reshaped(to: [2]) }
    await #expect(processExitsWith: .failure) { _ = Tape<Float>().input(Tensor([1], shape: [])).permuted() }
    await #expect(processExitsWith: .failure) { _ = Tape<Float>().input(Tensor([1], shape: [])).transposed() }
    await #expect(processExitsWith: .failure) { _ = Tape<Float>().input(Tensor([1, 2], shape: [2])).transposed() }
  }

  @Test("a tensor is a value: a change to a copy leaves the original, and shares memory until then")
  func copyOnWrite() {
    let original = Tensor<Double>([1, 2, 3, 4], shape: [2, 2])
    var copy = original
    var reshaped = original.reshaped(to: [4])
    #expect(copy.storage === original.storage && reshaped.storage === original.storage)
    copy.withUnsafeMutableScalars { $0[0] = 10 }
    reshaped.withUnsafeMutableScalars { $0[3] = 40 }
    #expect(original.scalars == [1, 2, 3, 4] && copy.scalars == [10, 2, 3, 4] && reshaped.scalars == [1, 2, 3, 40])
    #expect(copy.shape == [2, 2] && reshaped.shape == [4])
  }

  @Test("the sole owner changes a tensor in place")
  func inPlace() {
    var tensor = Tensor<Float>(repeating: 1, shape: [3])
    let before = tensor.storage.base
    tensor.withUnsafeMutableScalars { $0[1] = 5 }
    #expect(tensor.storage.base == before && tensor.scalars == [1, 5, 1])
    #expect(UInt(bitPattern: before) % 64 == 0, "memory starts at a cache line")
  }

  @Test("scalars and empty tensors hold one and no number")
  func extremes() {
    #expect(Tensor<Double>(repeating: 2, shape: []).scalars == [2])
    #expect(Tensor<Double>(repeating: 2, shape: [0, 3]).scalars.isEmpty)
    #expect(Tensor<Double>([], shape: [0]).withUnsafeScalars { $0.count } == 0)
  }
}
