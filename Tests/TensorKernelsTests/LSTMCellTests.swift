// The LSTM cell and its gradient, with and without a state before and the whole gradient of the state.
import Foundation
import Testing

private func gates(_ call: Call) -> Int { 4 * call.count }

/// The four gates' indices in their array, in the order i, f, g, o, for element i of the state.
private func indices(_ i: Int, _ call: Call) -> [Int] {
  let (row, column) = i.quotientAndRemainder(dividingBy: call.cols)
  return (0..<4).map { row * 4 * call.cols + $0 * call.cols + column }
}

private func forward<S: KernelScalar>(_: S.Type, state: Bool) -> Case<S> {
  func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  return Case(
    name: state ? "LSTM cell" : "LSTM cell without a state",
    arguments: [.both(-6...6, gates), .output(), .output(), .output()] + (state ? [.input()] : []),
    aliases: state ? [(1, 4, false)] : [], tolerance: { _ in 24 },
    run: { k, p, call in k.lstmCell(p[0], state ? p[4] : nil, p[1], p[2], p[3], call.rows, call.cols) },
    reference: { a, call in
      for j in 0..<call.count {
        let gate = indices(j, call)
        for k in gate { a[0][k] = k == gate[2] ? tanh(a[0][k]) : sigmoid(a[0][k]) }
        a[1][j] = a[0][gate[1]] * (state ? a[4][j] : 0) + a[0][gate[0]] * a[0][gate[2]]
        a[2][j] = tanh(a[1][j])
        a[3][j] = a[0][gate[3]] * a[2][j]
      }
    })
}

/// Arguments: gates, tanh_c, dh, dc, dgates, dc_before, then dc_total and c_before where there are any.
private func backward<S: KernelScalar>(_: S.Type, state: Bool, total: Bool) -> Case<S> {
  let before = total ? 7 : 6
  return Case(
    name: "LSTM cell gradient" + (state ? " with state" : "") + (total ? " with total" : ""),
    arguments: [.input(-1...1, gates), .input(-1...1), .input(), .input(), .output(gates), .output()]
      + (total ? [.output()] : []) + (state ? [.input()] : []),
    aliases: [(5, 3, false), (4, 0, false)] + (total ? [(6, 3, false)] : []), tolerance: { _ in 200 },
    run: { k, p, call in
      k.lstmCellGradient(
        p[0], state ? p[before] : nil, p[1], p[2], p[3], p[4], p[5], total ? p[6] : nil, call.rows, call.cols)
    },
    reference: { a, call in
      for j in 0..<call.count {
        let gate = indices(j, call)
        let (i, f, g, o) = (a[0][gate[0]], a[0][gate[1]], a[0][gate[2]], a[0][gate[3]])
        let whole = a[3][j] + a[2][j] * o * (1 - a[1][j] * a[1][j])
        a[4][gate[0]] = whole * g * (i * (1 - i))
        a[4][gate[1]] = whole * (state ? a[before][j] : 0) * (f * (1 - f))
        a[4][gate[2]] = whole * i * (1 - g * g)
        a[4][gate[3]] = a[2][j] * a[1][j] * (o * (1 - o))
        a[5][j] = whole * f
        if total { a[6][j] = whole }
      }
    })
}

private func check<S: KernelScalar>(_: S.Type, _ level: Level) throws {
  for state in [true, false] {
    try forward(S.self, state: state).check(level)
    for total in [true, false] { try backward(S.self, state: state, total: total).check(level) }
  }
}

@Test("The LSTM cell and its gradient equal a plain loop", arguments: Level.supported)
func lstmKernels(level: Level) throws {
  try check(Float.self, level)
  try check(Double.self, level)
}
