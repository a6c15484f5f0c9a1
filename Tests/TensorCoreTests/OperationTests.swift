// Every operation of the table against its reference, in values and in gradients.

import Foundation
import TensorCore
import Testing

@Suite("Operations")
struct OperationTests {
  private static let differentiable = OperationTable.rows.filter(\.hasGradient)

  @Test("forward passes agree with plain loops", arguments: OperationTable.rows)
  func forward(_ row: OperationRow) {
    expectForward(row, Float.self)
    expectForward(row, Double.self)
  }

  private func expectForward<S: TensorScalar>(_ row: OperationRow, _ type: S.Type) {
    let tape = Tape<S>(recordsGradients: false)
    let output = row.run(row.inputs.map { tape.constant($0.tensor()) })
    let error = deviation(Reference(output.value), row.reference(row.inputs))
    #expect(error <= row.tolerance(type), "\(type)")
    #expect(tape.nodes.contains { $0.operation?.name == row.name }, "no operation on the tape is named '\(row.name)'")
  }

  @Test("gradients agree with central differences of the reference", arguments: differentiable)
  func gradients(_ row: OperationRow) {
    let (inputs, weights) = (row.inputs, weights(for: row))
    let gradients = gradient(row, weights, Double.self)
    for (input, gradient) in gradients.enumerated() {
      let elements = checkedElements(of: inputs[input], row)
      let expected = numericalGradient(row.reference, at: inputs, by: input, elements: elements, weights: weights)
      let actual = elements.map { gradient.values[$0] }
      let error = deviation(Reference([elements.count], actual), Reference([elements.count], expected))
      #expect(error < 1e-8, "by input \(input)")
    }
  }

  @Test("gradients in single precision agree with those in double", arguments: differentiable)
  func singlePrecision(_ row: OperationRow) {
    let weights = weights(for: row)
    for (single, double) in zip(gradient(row, weights, Float.self), gradient(row, weights, Double.self)) {
      #expect(deviation(single, double) <= 2 * row.tolerance(Float.self))
    }
  }

  @Test("a second use of the inputs adds to their gradients", arguments: differentiable)
  func accumulation(_ row: OperationRow) {
    // Weights of one sign each, so that nothing cancels.
    let (first, second) = (weights(for: row), weights(for: row).map { $0 / 2 })
    let tape = Tape<Double>()
    let inputs = row.inputs.map { tape.input($0.tensor()) }
    let loss = weighted(row.run(inputs), first) + weighted(row.run(inputs), second)
    tape.backward(from: loss, keeping: inputs)
    for (input, expected) in zip(inputs, gradient(row, first + second, Double.self)) {
      #expect(deviation(Reference(tape.gradient(of: input)), expected) <= 2 * row.tolerance(Double.self))
    }
  }

  @Test("an input's gradient does not depend on whether the others need one", arguments: differentiable)
  func constants(_ row: OperationRow) {
    guard row.shapes.count > 1 else { return }
    let weights = weights(for: row)
    for (chosen, expected) in gradient(row, weights, Double.self).enumerated() {
      let tape = Tape<Double>()
      let inputs = row.inputs.enumerated().map { index, value in
        index == chosen ? tape.input(value.tensor()) : tape.constant(value.tensor())
      }
      tape.backward(from: weighted(row.run(inputs), weights), keeping: [inputs[chosen]])
      #expect(deviation(Reference(tape.gradient(of: inputs[chosen])), expected) <= row.tolerance(Double.self))
    }
  }

  @Test(
    "the gradient by an output is the upstream one, untouched by the operation's own backward pass",
    arguments: differentiable)
  func keptOutput(_ row: OperationRow) {
    // Recurrences add what comes from later steps, and have tests of their own.
    guard row.name != "recurrence" else { return }
    let weights = weights(for: row)
    let tape = Tape<Double>()
    let output = row.run(row.inputs.map { tape.input($0.tensor()) })
    let value = output.value
    tape.backward(from: weighted(output, weights), keeping: [output])
    #expect(Reference(tape.gradient(of: output)) == weights)
    #expect(output.value.scalars == value.scalars, "a kept value stays readable")
  }

  /// Random upstream gradients: the loss is Σ weights ⊙ output.
  private func weights(for row: OperationRow) -> Reference {
    Draw.normal(row.reference(row.inputs).shape, "upstream \(row.testDescription)")
  }

  private func weighted<S>(_ output: Variable<S>, _ weights: Reference) -> Variable<S> {
    (output * output.tape.constant(weights.tensor())).sum()
  }

  private func gradient<S: TensorScalar>(_ row: OperationRow, _ weights: Reference, _ type: S.Type) -> [Reference] {
    let tape = Tape<S>()
    let inputs = row.inputs.map { tape.input($0.tensor()) }
    tape.backward(from: weighted(row.run(inputs), weights), keeping: inputs)
    return inputs.map { Reference(tape.gradient(of: $0)) }
  }

  /// Every element of a small input, 40 drawn ones of a large one.
  private func checkedElements(of input: Reference, _ row: OperationRow) -> [Int] {
    guard input.values.count > 200 else { return Array(input.values.indices) }
    var generator = SeededGenerator(seed: 1, stream: row.testDescription)
    return (0..<40).map { _ in generator.index(below: input.values.count) }
  }
}

@Suite("The table of operations is complete")
struct OperationTableTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/TensorCore")

  /// What the table's rows record on a tape: the names of operations and of their types.
  private func recorded() -> (names: Set<String>, types: Set<String>) {
    var (names, types) = (Set<String>(), Set<String>())
    for row in OperationTable.rows {
      let tape = Tape<Float>(recordsGradients: row.hasGradient)
      _ = row.run(row.inputs.map { tape.constant($0.tensor()) })
      for operation in tape.nodes.compactMap(\.operation) where operation.name == row.name {
        names.insert(operation.name)
        types.insert(String(String(describing: type(of: operation)).prefix { $0 != "<" }))
      }
    }
    return (names, types)
  }

  @Test("every operation in Sources/TensorCore has a row")
  func everyOperation() throws {
    let files = try ["Operations", "Recurrence"].flatMap {
      try FileManager.default.contentsOfDirectory(
        at: Self.folder.appendingPathComponent($0), includingPropertiesForKeys: nil)
    }
    let (names, types) = recorded()
    var declared = 0
    for file in files where file.pathExtension == "swift" {
      let source = try String(contentsOf: file, encoding: .utf8)
      for match in source.matches(of: /struct (\w+)<[^{]*>: Operation \{/) {
        declared += 1
        #expect(
          types.contains(String(match.1)),
          "\(file.lastPathComponent) declares the operation \(match.1): add rows for it to OperationTable")
      }
      for name in declaredNames(source) {
        #expect(
          names.contains(name),
          "\(file.lastPathComponent) has an operation named '\(name)': add rows for it to OperationTable")
      }
    }
    #expect(declared == types.count && declared > 15, "the search of the sources no longer finds all operations")
  }

  /// The literals of `var name: String { … }`, and the cases of kinds whose raw value is the name.
  private func declaredNames(_ source: String) -> [String] {
    let literals = source.matches(of: /var name: String \{([^\n]*)\}/).flatMap { match in
      match.1.matches(of: /"(\w+)"/).map { String($0.1) }
    }
    let kinds = source.matches(of: /enum Kind: String[^{\n]*\{ case ([^\n]*) \}/).flatMap { match in
      match.1.split(separator: ", ").map(String.init)
    }
    return literals + kinds
  }
}
