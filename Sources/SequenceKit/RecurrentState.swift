// Recurrent layers read a sequence in pieces: the states after one piece start the next.

import NeuralLayers
import TensorCore

extension RecurrentLayer {
  /// Runs the layer over a sequence, from the state that an earlier piece left, if any, and leaves the last state there.
  /// - Parameters:
  ///   - state: Holds h (and c, for a cell with memory) of every layer, [B, H] each.
  ///   - layer: The number of this layer in it.
  /// - Shape: x [T, B, inputs] → [T, B, H], for the next layer.
  public func callAsFunction<S>(
    _ x: RecurrentInput<S>, state: inout SequenceState<S>?, layer: Int
  ) -> RecurrentInput<S> {
    let slots = cell.hasMemory ? 2 : 1
    guard let initial = state?.tensors[layer * slots..<(layer + 1) * slots].map({ x.tape.constant($0) }) else {
      return RecurrentInput(self(x).states)
    }
    let run = self(x, from: (state: initial[0], memory: cell.hasMemory ? initial[1] : nil))
    let last = x.steps - 1
    for (slot, values) in [run.states, run.memories].compactMap({ $0 }).enumerated() {
      state?.tensors[layer * slots + slot] =
        values.slice(last..<last + 1, along: 0).value.reshaped(to: [values.shape[1], values.shape[2]])
    }
    return RecurrentInput(run.states)
  }
}

extension SequenceState {
  /// Zero states for recurrent layers of one width; no limit to what they can read.
  public static func recurrent(layerCount: Int, slots: Int, batchSize: Int, width: Int) -> SequenceState {
    SequenceState(
      capacity: nil,
      tensors: Array(repeating: Tensor(repeating: 0, shape: [batchSize, width]), count: layerCount * slots))
  }
}
