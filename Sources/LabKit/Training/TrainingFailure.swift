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
  /// What is known of it; nil in notes of a time when nobody looked.
  public var autopsy: Autopsy?

  public var message: String {
    let start = "\(model): the loss or gradient at step \(step) is not finite: "
    guard let autopsy else {
      return start + "the first such value came from '\(operation)': lower the learning rate"
    }
    return start + autopsy.place + "; " + autopsy.advice
  }
  public var exitCode: Int32 { ExitCode.internal }
}
