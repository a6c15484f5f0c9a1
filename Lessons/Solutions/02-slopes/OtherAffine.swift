// Exercise 2b another way: by matrix products, dx = dy·Wᵀ and dW = xᵀ·dy.

import Slopes

func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
  a.map { row in (b.first ?? []).indices.map { column in zip(row, b).reduce(0) { $0 + $1.0 * $1.1[column] } } }
}

func transposed(_ a: [[Double]]) -> [[Double]] { (a.first ?? []).indices.map { column in a.map { $0[column] } } }

func sum(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] { zip(a, b).map { zip($0, $1).map(+) } }

enum OtherAffine: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    gradients.x = sum(gradients.x, product(dy, transposed(w)))
    gradients.w = sum(gradients.w, product(transposed(x), dy))
    gradients.b = zip(gradients.b, transposed(dy)).map { $0 + $1.reduce(0, +) }
  }
}
