// How long a training will take, told as soon as its first steps are made.

import LabKit
import LabReport

/// Times the first steps of a training. The very first is left out, for it asks the system for memory.
package struct FirstSteps {
  private let last, tokens: Int
  private var start: (step: Int, time: ContinuousClock.Instant)?
  private var isTold = false

  /// - Parameters:
  ///   - last: The training's last step.
  ///   - tokens: Those of a step.
  package init(until last: Int, tokens: Int) { (self.last, self.tokens) = (last, tokens) }

  /// What is told after a step: once, when ten steps or half a second are timed, and never of a training that is over by then.
  package mutating func time(after step: Int, at now: ContinuousClock.Instant = .now) -> String? {
    guard let start else {
      start = (step, now)
      return nil
    }
    let seconds = (now - start.time).milliseconds / 1e3
    guard !isTold, step < last, seconds > 0, seconds >= 0.5 || step - start.step >= 10 else { return nil }
    isTold = true
    let perStep = seconds / Double(step - start.step)
    let left =
      "about \(ProgressReporter.duration(perStep * Double(last - step))) for the \(Words.count(last - step)) steps"
    return "\(left) to come, at \(Words.count(Int(Double(tokens) / perStep))) tokens a second"
  }
}
