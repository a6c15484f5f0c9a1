// Exercise 2b: the backward step of y = x·W + b.
//
// x has rows of k numbers, W has k rows of n, b has n; b is added to every row. dy says how much the loss changes with each
// number of y. Add to gradients.x, .w and .b how much it changes with each number of x, W and b:
//
//     y[r][j] = Σᵢ x[r][i]·W[i][j] + b[j]
//
// Check it:  ./lab check 2b        A hint:  ./lab hint 2b

import Slopes

enum Affine: AffineBackward {
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients) {
    for row in x.indices {
      for column in dy[row].indices {
        // Yours: dy[row][column] reaches b[column], and for each i both x[row][i] and w[i][column].
      }
    }
  }
}
