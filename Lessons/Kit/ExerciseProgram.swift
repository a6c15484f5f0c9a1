// The program that a learner's file becomes: it checks the answer, and writes down what it found.

import Foundation

/// Runs a check by itself, so that an answer that crashes or never ends stops nothing else.
public enum ExerciseProgram {
  /// What is written to the file that the first argument names.
  public struct Report: Codable, Sendable {
    /// Inputs tried.
    public let trials: Int
    /// Nil for a right answer.
    public let failure: Failure?

    /// A report of a check that came to its end.
    public init(trials: Int, failure: Failure?) { (self.trials, self.failure) = (trials, failure) }
  }

  /// The file that holds the input being tried, beside the report's.
  public static func currentInput(beside report: URL) -> URL { report.appendingPathExtension("input") }

  /// Checks, writes the report, and ends the program.
  public static func run(_ check: (Examination) throws -> Void) -> Never {
    // Who starts this may have blocked the signal that ends what computes for too long.
    var none = sigset_t()
    sigemptyset(&none)
    sigprocmask(SIG_SETMASK, &none, nil)
    let report = URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? "report.json")
    let current = currentInput(beside: report)
    let examination = Examination { input in try? Data(input.utf8).write(to: current) }
    do {
      var failure: Failure?
      do { try check(examination) } catch let found as Failure { failure = found }
      let encoder = JSONEncoder()
      try encoder.encode(Report(trials: examination.trials, failure: failure)).write(to: report)
      exit(0)
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(70)
    }
  }
}
