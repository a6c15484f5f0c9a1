// How a training step fails.

import LabErrors
import TensorCore

/// A loss or a gradient that is not finite, and what made it.
public struct NonFiniteValue: UserFacingError, Equatable {
  /// The first operation on the tape that gave such a value; "gradient", if the loss is finite and the gradient is not.
  public let operation: String
  /// The value's shape; empty for the gradient.
  public let shape: Shape

  public var message: String { "a value is not finite; it came from '\(operation)'" }
  public var exitCode: Int32 { ExitCode.internal }
}
