// What every model must satisfy, as one list of properties: `seqlab verify` prints them, and the tests run them.

import LabErrors
import LabKit
import SequenceKit

/// The contract of sequence models. It knows none of them by name.
public enum Contract {
  /// Holds a model to every property.
  /// - Parameter each: Is told each finding as soon as it is there.
  /// - Complexity: Seconds: the models are tiny.
  /// - Throws: `NotYet`, if the model accepts no configuration.
  public static func verify(
    _ type: any SequenceModel.Type, each: (Finding) -> Void = { _ in }
  ) throws(NotYet) -> Verification {
    let cases = try cases(of: type)
    var findings: [Finding] = []
    for property in Property.allCases {
      // With other shapes than the rest expects, operations would trap instead of telling what is wrong.
      let isReadable = findings.first?.verdict.holds != false
      let finding =
        isReadable
        ? finding(property, on: cases)
        : Finding(property: property, verdict: .doesNotApply("not looked at while shapes are wrong"), seconds: 0)
      findings.append(finding)
      each(finding)
    }
    return Verification(model: type.identifier, configurations: cases.map(\.description), findings: findings)
  }

  /// Whether a model has a property, in each of the cases that the property looks at.
  public static func finding(_ property: Property, on cases: [ModelCase]) -> Finding {
    let start = ContinuousClock.now
    let verdict = verdict(property, on: cases)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return Finding(property: property, verdict: verdict, seconds: seconds)
  }

  private static func verdict(_ property: Property, on cases: [ModelCase]) -> Verdict {
    var (reason, isMet): (String?, Bool) = (nil, false)
    for this in property.cases(of: cases) {
      do throws(Violation) {
        switch try property.check(this) {
        case .met: isMet = true
        case .notApplicable(let why): reason = reason ?? why
        }
      } catch { return .fails("\(error.message) (\(this)); look in \(this.folder) at \(error.place)") }
    }
    return isMet ? .holds : .doesNotApply(reason ?? "there is no such configuration")
  }
}

/// What a look at one property found.
public enum Verdict: Codable, Equatable, Sendable {
  /// Met in some case, and broken in none.
  case holds
  /// What is wrong, with numbers and positions, and where to look.
  case fails(String)
  /// Why the property means nothing for this model.
  case doesNotApply(String)

  /// Whether the property was found to hold: false also where it does not apply.
  public var holds: Bool { self == .holds }
}

/// A property, and what was found.
public struct Finding: Codable, Equatable, Sendable {
  /// What was looked at.
  public let property: Property
  /// What was found.
  public let verdict: Verdict
  /// How long the look took, over all cases.
  public let seconds: Double

  /// What was found, here or in a process of its own.
  public init(property: Property, verdict: Verdict, seconds: Double) {
    (self.property, self.verdict, self.seconds) = (property, verdict, seconds)
  }
}

/// All that was found about a model.
public struct Verification: Codable, Equatable, Sendable {
  /// The model's identifier.
  public let model: String
  /// The configurations that it was verified with.
  public let configurations: [String]
  /// One for each property, in the contract's order.
  public let findings: [Finding]

  /// - Parameter findings: One for each property, in the contract's order.
  public init(model: String, configurations: [String], findings: [Finding]) {
    (self.model, self.configurations, self.findings) = (model, configurations, findings)
  }

  /// The properties that do not hold.
  public var failures: [Finding] {
    findings.filter { if case .fails = $0.verdict { true } else { false } }
  }
}

extension Verification: CustomStringConvertible {
  /// Whether the model satisfies the contract, in one line, and a line for each property that does not hold.
  public var description: String {
    let failures = findings.compactMap { finding in
      if case .fails(let reason) = finding.verdict { "\n✗ \(finding.property): \(reason)" } else { nil }
    }
    guard failures.isEmpty else { return "\(model) does not satisfy the contract:" + failures.joined() }
    let holding = findings.filter(\.verdict.holds).count
    return "\(model) satisfies the contract: \(holding) of \(findings.count) properties hold, and no other applies"
  }
}

/// A model that accepts no configuration, as one whose equations are not written yet.
public struct NotYet: UserFacingError, Equatable {
  /// What the model says about it.
  public let reason: String

  init(_ reason: String) {
    // A model that says so in these words is not made to say it twice.
    self.reason = reason.hasPrefix("not yet: ") ? String(reason.dropFirst("not yet: ".count)) : reason
  }

  public var message: String { "not yet: \(reason)" }
  public var exitCode: Int32 { ExitCode.internal }
}

/// How a property was met.
enum Outcome {
  case met
  case notApplicable(String)
}

/// What breaks a property.
struct Violation: Error {
  /// What is wrong, with numbers and positions.
  let message: String
  /// What to look at, as in "look in Sources/Models/LSTM at …".
  let place: String

  init(_ message: String, lookAt place: String) { (self.message, self.place) = (message, place) }
}
