// How much memory training will take, roughly and before it is tried.

import SequenceKit

extension SequenceModel {
  /// About how many bytes the model takes in single precision.
  /// - Parameters:
  ///   - copies: How many times the parameters are held.
  ///   - positions: Tokens that are worked on at once.
  public func estimatedBytes(copies: Int, positions: Int) -> Double {
    // Sixteen numbers of its width are what a layer keeps of a position: enough to tell what can never fit.
    let perPosition = Double(configuration.width) * Double(configuration.layerCount) * 16
    return 4 * (Double(parameters.scalarCount) * Double(copies) + Double(positions) * perPosition)
  }
}
