// Textbook formulas in plain loops: products, normalisation, losses, layout.

import Foundation

extension Reference {
  /// x ∘ y, where y repeats along x's outer axes.
  static func binary(_ x: Reference, _ y: Reference, _ function: (Double, Double) -> Double) -> Reference {
    var result = x
    for index in x.values.indices { result.values[index] = function(x.values[index], y.values[index % y.values.count]) }
    return result
  }

  /// c[.., i, j] = Σ_p a[.., i, p]·b[.., p, j]; a second factor of two axes serves all.
  static func matmul(_ a: Reference, _ b: Reference, transposed: Bool, bias: Reference? = nil) -> Reference {
    let (k, n) = (a.columns, b.shape[b.shape.count - (transposed ? 2 : 1)])
    let matrices = b.shape.count == 2 ? 1 : b.shape.dropLast(2).reduce(1, *)
    let rowsEach = matrices == 0 ? 0 : a.rows / matrices
    var result = Reference(a.shape.dropLast() + [n])
    for row in 0..<a.rows {
      let matrix = row / rowsEach
      for j in 0..<n {
        var sum = bias?.values[j] ?? 0
        for p in 0..<k {
          sum += a.values[row * k + p] * b.values[matrix * k * n + (transposed ? j * k + p : p * n + j)]
        }
        result.values[row * n + j] = sum
      }
    }
    return result
  }

  /// The share of a standard normal distribution below x: ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …), which needs no error
  /// function.
  static func normalShare(below x: Double) -> Double {
    var (term, sum) = (x, x)
    for factor in stride(from: 3.0, to: 201, by: 2) {
      term *= x * x / factor
      sum += term
    }
    return 0.5 + sum * Foundation.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
  }

  func softmax() -> Reference {
    var result = self
    for row in 0..<rows {
      let range = row * columns..<(row + 1) * columns
      let largest = values[range].max() ?? 0
      let total = values[range].reduce(0) { $0 + Foundation.exp($1 - largest) }
      for index in range { result.values[index] = Foundation.exp(values[index] - largest) / total }
    }
    return result
  }

  /// log Σ exp(x) − x[target] for each row; 0 for a negative target.
  func crossEntropies(_ targets: [Int32]) -> [Double] {
    targets.enumerated().map { row, target in
      guard target >= 0 else { return 0 }
      let logits = values[row * columns..<(row + 1) * columns]
      let largest = logits.max() ?? 0
      let logSum = largest + Foundation.log(logits.reduce(0) { $0 + Foundation.exp($1 - largest) })
      return logSum - values[row * columns + Int(target)]
    }
  }

  func crossEntropy(_ targets: [Int32], normalizer: Int? = nil) -> Reference {
    let counted = targets.reduce(0) { $1 >= 0 ? $0 + 1 : $0 }
    let total: Double = crossEntropies(targets).reduce(0, +)
    return Reference([], [total / Double(normalizer ?? max(1, counted))])
  }

  func layerNorm(_ gain: Reference, _ bias: Reference, epsilon: Double) -> Reference {
    var result = self
    for row in 0..<rows {
      let range = row * columns..<(row + 1) * columns
      let mean = values[range].reduce(0, +) / Double(columns)
      let variance = values[range].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
      for (column, index) in range.enumerated() {
        let normalised = (values[index] - mean) / (variance + epsilon).squareRoot()
        result.values[index] = gain.values[column] * normalised + bias.values[column]
      }
    }
    return result
  }

  /// An element is kept where the number that SplitMix64 draws for its position, in [0, 1), is below 1 − probability.
  func dropout(_ probability: Double, seed: UInt64) -> Reference {
    var result = self
    for index in values.indices {
      var z = seed &+ UInt64(index + 1) &* 0x9e37_79b9_7f4a_7c15
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      let drawn = Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
      result.values[index] = drawn < 1 - probability ? values[index] / (1 - probability) : 0
    }
    return result
  }

  /// A result of the given shape whose element at each place is what `element` says.
  static func byPlace(_ shape: [Int], _ element: ([Int]) -> Double) -> Reference {
    var result = Reference(shape)
    for index in result.values.indices {
      var (rest, place) = (index, shape)
      for axis in shape.indices.reversed() {
        place[axis] = rest % shape[axis]
        rest /= shape[axis]
      }
      result.values[index] = element(place)
    }
    return result
  }

  subscript(_ place: [Int]) -> Double {
    values[zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  func permuted(_ axes: [Int]) -> Reference {
    .byPlace(axes.map { shape[$0] }) { place in
      var source = place
      for (axis, from) in axes.enumerated() { source[from] = place[axis] }
      return self[source]
    }
  }

  func slice(_ range: Range<Int>, along axis: Int) -> Reference {
    var result = shape
    result[axis] = range.count
    return .byPlace(result) { place in
      var source = place
      source[axis] += range.lowerBound
      return self[source]
    }
  }

  func shifted(by offset: Int) -> Reference {
    .byPlace(shape) { place in
      let from = place[0] - offset
      return from >= 0 && from < shape[0] ? self[[from] + place.dropFirst()] : 0
    }
  }

  static func concatenated(_ parts: [Reference], along axis: Int) -> Reference {
    var shape = parts[0].shape
    shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    return .byPlace(shape) { place in
      var place = place
      for part in parts {
        if place[axis] < part.shape[axis] { return part[place] }
        place[axis] -= part.shape[axis]
      }
      return .nan
    }
  }

  func picked(_ indices: [Int32]) -> Reference {
    .byPlace([indices.count, columns]) { self[[Int(indices[$0[0]]), $0[1]]] }
  }

  func sum(along axis: Int) -> Reference {
    var rest = shape
    let extent = rest.remove(at: axis)
    return .byPlace(rest) { place in
      (0..<extent).reduce(0) { sum, index in
        var source = place
        source.insert(index, at: axis)
        return sum + self[source]
      }
    }
  }
}
