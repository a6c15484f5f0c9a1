// A solution of exercise 2b.

import Slopes

enum Affine: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    for row in x.indices {
      for column in dy[row].indices {
        gradients.b[column] += dy[row][column]
        for inner in w.indices {
          gradients.x[row][inner] += dy[row][column] * w[inner][column]
          gradients.w[inner][column] += dy[row][column] * x[row][inner]
        }
      }
    }
  }
}
