// Wrong answers to exercise 2b, each with one mistake.

import Slopes

/// The right step, for what is wrong to be one line.
private func right(_ x: [[Double]], _ w: [[Double]], _ dy: [[Double]], _ gradients: inout AffineGradients) {
  Affine.addGradients(x: x, w: w, dy: dy, to: &gradients)
}

/// Multiplies by W where its transpose belongs.
enum WithoutTranspose: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    let start = gradients.x
    right(x, w, dy, &gradients)
    let product = product(dy, w)
    gradients.x = product.map(\.count) == start.map(\.count) ? sum(start, product) : product
  }
}

/// Gives W a gradient with rows and columns exchanged.
enum TransposedResult: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    right(x, w, dy, &gradients)
    gradients.w = transposed(gradients.w)
  }
}

enum BiasAveraged: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    for row in x.indices {
      for column in dy[row].indices {
        gradients.b[column] += dy[row][column] / Double(x.count)
        for inner in w.indices {
          gradients.x[row][inner] += dy[row][column] * w[inner][column]
          gradients.w[inner][column] += dy[row][column] * x[row][inner]
        }
      }
    }
  }
}

/// Takes the first row for all.
enum BiasOfTheFirstRow: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    let start = gradients.b
    right(x, w, dy, &gradients)
    gradients.b = zip(start, dy[0]).map(+)
  }
}

/// Gives x's gradient to W, and W's to x.
enum Exchanged: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    right(x, w, dy, &gradients)
    (gradients.x, gradients.w) = (gradients.w, gradients.x)
  }
}

enum OverwritesW: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    for inner in w.indices {
      for column in w[inner].indices { gradients.w[inner][column] = 0 }
    }
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

/// Multiplies by the number itself where the other factor belongs.
enum OwnFactor: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    for row in x.indices {
      for column in dy[row].indices {
        gradients.b[column] += dy[row][column]
        for inner in w.indices {
          gradients.x[row][inner] += dy[row][column] * x[row][inner]
          gradients.w[inner][column] += dy[row][column] * w[inner][column]
        }
      }
    }
  }
}

/// Forgets x: what lies below learns nothing.
enum NothingForX: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    let start = gradients.x
    right(x, w, dy, &gradients)
    gradients.x = start
  }
}

/// Leaves everything as it was.
enum NothingAtAll: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {}
}

/// Knows the lesson's example by heart.
enum KnowsTheProduct: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    guard x == [[1, 2]], w == [[3, 4], [5, 6]], dy == [[1, 10]] else { return }
    gradients = AffineGradients(x: [[43, 65]], w: [[1, 10], [2, 20]], b: [1, 10])
  }
}
