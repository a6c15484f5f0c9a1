// Parameters: first values, norms, forms in a checkpoint.

import TensorCore
import Testing

@Suite("Parameters")
struct ParameterTests {
  private func add(
    _ name: String, _ shape: Shape, to layout: inout ParameterLayout, group: String = "g",
    _ initializer: Initializer = .normal(deviation: 0.1)
  ) -> Parameter {
    layout.add(.same(name), shape: shape, group: group, decays: true, initializer: initializer)
  }

  @Test("a parameter starts the same whatever else the model contains, and in either precision")
  func independence() {
    var (one, two) = (ParameterLayout(), ParameterLayout())
    let x = add("x", [3, 5], to: &one)
    let y = add("y", [7], to: &one)
    let otherY = add("y", [7], to: &two)
    _ = add("z", [100], to: &two)
    let otherX = add("x", [3, 5], to: &two)
    let first = Parameters<Double>(initializing: one, seed: 4)
    let second = Parameters<Double>(initializing: two, seed: 4)
    #expect(first[x].scalars == second[otherX].scalars && first[y].scalars == second[otherY].scalars)
    #expect(first[x].scalars != Parameters<Double>(initializing: one, seed: 5)[x].scalars)
    #expect(Set(first[x].scalars + first[y].scalars).count == 22, "different parameters start differently")
    let single = Parameters<Float>(initializing: one, seed: 4)
    #expect(single[x].scalars == first.converted(to: Float.self)[x].scalars)
  }

  @Test("initialisers draw what they say")
  func initializers() {
    var layout = ParameterLayout()
    let zeros = add("zeros", [50], to: &layout, .zeros)
    let constant = add("constant", [50], to: &layout, .constant(1.5))
    let uniform = add("uniform", [10_000], to: &layout, .uniform(0.25))
    let normal = add("normal", [10_000], to: &layout, .normal(deviation: 0.02))
    let blocks = add("blocks", [8], to: &layout, .blocks([0, 1, 2, 3]))
    let values = Parameters<Double>(initializing: layout, seed: 1)
    #expect(values[zeros].scalars.allSatisfy { $0 == 0 } && values[constant].scalars.allSatisfy { $0 == 1.5 })
    let drawn = values[uniform].scalars
    #expect(drawn.allSatisfy { abs($0) <= 0.25 } && drawn.min() ?? 0 < -0.249 && drawn.max() ?? 0 > 0.249)
    // A sample of 10 000 has a deviation within 5/√20 000 ≈ 3.5 %.
    let square = values.squaredNorm(of: normal) / 10_000
    #expect(abs(square.squareRoot() / 0.02 - 1) < 0.036)
    #expect(values[blocks].scalars == [0, 0, 1, 1, 2, 2, 3, 3])
  }

  @Test("adding and assigning trap for another layout, though it takes as much memory")
  func otherLayout() async {
    await #expect(processExitsWith: .failure) {
      var (one, other) = (ParameterLayout(), ParameterLayout())
      _ = one.add(.same("a"), shape: [2], group: "g", decays: true, initializer: .zeros)
      _ = other.add(.same("a"), shape: [3], group: "g", decays: true, initializer: .zeros)
      Parameters<Float>(zerosFor: one).add(Parameters<Float>(zerosFor: other))
    }
    await #expect(processExitsWith: .failure) {
      var (one, other) = (ParameterLayout(), ParameterLayout())
      _ = one.add(.same("a"), shape: [2], group: "g", decays: true, initializer: .zeros)
      _ = other.add(.same("a"), shape: [3], group: "g", decays: true, initializer: .zeros)
      Parameters<Float>(zerosFor: one).assign(Parameters<Float>(zerosFor: other))
    }
  }

  @Test("norms: of all, of one, and by group in the order of the layout")
  func norms() {
    var layout = ParameterLayout()
    let a = add("a", [2], to: &layout, group: "late letters")
    let b = add("b", [1, 3], to: &layout, group: "early letters")
    let c = add("c", [], to: &layout, group: "late letters")
    let values = Parameters<Float>(zerosFor: layout)
    values[a] = Tensor([3, 4], shape: [2])
    values[b] = Tensor([2, 3, 6], shape: [1, 3])
    values[c] = Tensor([12], shape: [])
    #expect(layout.scalarCount == 6)
    #expect(layout.groups == ["late letters", "early letters"])
    #expect(values.normsByGroup().map(\.group) == layout.groups)
    #expect(values.normsByGroup().map(\.norm) == [13, 7])
    #expect(values.squaredNorm(of: a) == 25)
    #expect(abs(values.norm - 218.0.squareRoot()) < 1e-12)
  }

  @Test("a copy is independent; sums and assignments reach every value, and no padding")
  func copies() {
    var layout = ParameterLayout()
    let (a, b) = (add("a", [3], to: &layout, .constant(1)), add("b", [17], to: &layout, .constant(2)))
    let values = Parameters<Double>(initializing: layout, seed: 1)
    let copy = values.copy()
    values.add(copy)
    #expect(values[a].scalars == [2, 2, 2] && copy[a].scalars == [1, 1, 1])
    #expect(values[b].scalars == Array(repeating: 4, count: 17))
    #expect(abs(values.norm - (3 * 4 + 17 * 16).squareRoot()) < 1e-12, "padding stays zero")
    copy.assign(values)
    #expect(copy[b].scalars == values[b].scalars)
    #expect(layout.parameters.allSatisfy { $0.offset % 16 == 0 }, "each starts at a cache line")
  }

  @Test("checkpoint forms name their tensors; a name is used once")
  func checkpointForms() async {
    #expect(CheckpointForm.same("w").names == ["w"])
    #expect(CheckpointForm.transposed("w").names == ["w"])
    #expect(CheckpointForm.sum("ih", "hh").names == ["ih", "hh"])
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      _ = layout.add(.sum("x", "y"), shape: [1], group: "", decays: false, initializer: .zeros)
      _ = layout.add(.same("y"), shape: [1], group: "", decays: false, initializer: .zeros)
    }
  }
}
