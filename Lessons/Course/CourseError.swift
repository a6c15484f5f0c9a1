// What a user can get wrong.

import Foundation

/// A mistake in a line: what, where, what to do.
public struct CourseError: Error, Equatable, CustomStringConvertible {
  public let description: String
  public let exitCode: Int32

  /// - Parameter exitCode: 64 for a wrong command, 65 for bad data, 66 for what is missing.
  public init(_ description: String, exitCode: Int32 = 65) {
    (self.description, self.exitCode) = (description, exitCode)
  }
}
