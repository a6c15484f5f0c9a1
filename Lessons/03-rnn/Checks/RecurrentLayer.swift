// What exercise 3a asks for.

/// A vanilla recurrent layer over several sequences.
public protocol RecurrentLayer {
  /// h_t = tanh(x_t·W + h_{t−1}·U + b), for every sequence by itself.
  /// - Parameters:
  ///   - inputs: x. `[sequence][time][k]`
  ///   - start: h before the first step. `[sequence][d]`
  ///   - w: `[k][d]`
  ///   - u: `[d][d]`
  ///   - b: `[d]`
  /// - Returns: The states h, one for each input. `[sequence][time][d]`
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]]
}
