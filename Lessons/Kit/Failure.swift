// What a check says when an answer is wrong.

import Foundation

/// A property that does not hold, and the smallest input that was found on which it does not.
public struct Failure: Error, Equatable, Codable, Sendable {
  /// The kind of property.
  public let property: Property
  /// The property in words, with the numbers of this case.
  public let message: String
  /// The input, in lines; empty where the message says all.
  public var input: String

  /// A failure; the input is added by `Examination.forAll`.
  public init(_ property: Property, _ message: String, input: String = "") {
    (self.property, self.message, self.input) = (property, message, input)
  }
}

/// Throws a failure unless a property holds.
public func require(_ holds: Bool, _ property: Property, _ message: @autoclosure () -> String) throws {
  if !holds { throw Failure(property, message()) }
}

/// Whether two numbers are the same up to rounding; false for what is not a number.
public func same(_ a: Double, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
  abs(a - b) <= tolerance * max(1, max(abs(a), abs(b)))
}

/// A number for a message: four digits are enough to see what is wrong.
public func shown(_ number: Double) -> String {
  if number.isNaN { return "nan, which is no number" }
  return String(format: (1000..<1e15).contains(abs(number)) ? "%.0f" : "%.4g", number)
}
