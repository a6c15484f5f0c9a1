// An input of exercise 2b: matrices that are not square.

import ExerciseKit

/// Rows, a matrix, a bias, the gradient by the result, and what the gradients held before.
struct AffineCase: Sample {
  var x: [[Double]]
  var w: [[Double]]
  var b: [Double]
  var dy: [[Double]]

  var rows: Int { x.count }
  var k: Int { w.count }
  var n: Int { b.count }

  static func drawn(_ draw: inout Draw, _ size: Int) -> AffineCase {
    let (rows, k, n) = (draw.int(1...1 + size / 2), draw.int(1...1 + size / 2), draw.int(1...1 + size / 2))
    return AffineCase(
      x: (0..<rows).map { _ in draw.numbers(k) }, w: (0..<k).map { _ in draw.numbers(n) }, b: draw.numbers(n),
      dy: (0..<rows).map { _ in draw.numbers(n) })
  }

  /// Neither two of the three extents are alike, so that a wrong shape shows.
  static func unequal(_ draw: inout Draw, _ size: Int) -> AffineCase {
    while true {
      let sample = drawn(&draw, max(size, 4))
      if Set([sample.rows, sample.k, sample.n]).count == 3 { return sample }
    }
  }

  var zeros: AffineGradients {
    AffineGradients(
      x: x.map { $0.map { _ in 0 } }, w: w.map { $0.map { _ in 0 } }, b: b.map { _ in 0 })
  }

  func gradients<A: AffineBackward>(_: A.Type, adding start: AffineGradients? = nil) -> AffineGradients {
    var gradients = start ?? zeros
    A.addGradients(x: x, w: w, dy: dy, to: &gradients)
    return gradients
  }

  /// A loss whose gradient by y is dy: the sum of dy·y over all elements.
  var loss: Double {
    var sum = 0.0
    for row in x.indices {
      for column in b.indices {
        var y = b[column]
        for inner in w.indices { y += x[row][inner] * w[inner][column] }
        sum += dy[row][column] * y
      }
    }
    return sum
  }

  var smaller: [AffineCase] {
    var result: [AffineCase] = []
    func add(_ change: (inout AffineCase) -> Void) {
      var copy = self
      change(&copy)
      result.append(copy)
    }
    if rows > 1 {
      add {
        $0.x.removeLast()
        $0.dy.removeLast()
      }
    }
    if k > 1 {
      add {
        $0.w.removeLast()
        $0.x = $0.x.map { Array($0.dropLast()) }
      }
    }
    if n > 1 {
      add {
        $0.b.removeLast()
        $0.w = $0.w.map { Array($0.dropLast()) }
        $0.dy = $0.dy.map { Array($0.dropLast()) }
      }
    }
    return result
  }

  static func text(_ matrix: [[Double]]) -> String {
    "[" + matrix.map { "[" + $0.map(shown).joined(separator: ", ") + "]" }.joined(separator: ", ") + "]"
  }

  var description: String {
    "x:  \(Self.text(x))\nW:  \(Self.text(w))\nb:  \(Self.text([b]).dropFirst().dropLast())\ndy: \(Self.text(dy))"
  }
}
