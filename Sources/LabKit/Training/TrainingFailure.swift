// How a training ends that has left the finite numbers.

import LabErrors
import SequenceKit

/// Why training stopped early.
public struct TrainingFailure: UserFacingError, Codable, Equatable {
  /// The model's identifier.
  public let model: String
  /// The step whose loss or gradient was not finite.
  public let step: Int
  /// The first operation that produced a value that is not finite; see `NonFiniteValue`.
  public let operation: String

  public var message: String {
    "\(model): the loss at step \(step) is not finite; the first such value came from '\(operation)': "
      + "lower the learning rate"
  }
  public var exitCode: Int32 { ExitCode.internal }
}
