// What can be told of a model that stops the program: shapes that do not fit are traps, and a trap leaves a backtrace.

/// Where a program stopped, as its backtrace tells.
public struct Stop: Equatable, Sendable {
  /// The operation that stopped, as `Variable.slice(_:along:)`; nil, if the model itself did.
  public let operation: String?
  /// The model's line: `Sources/Models/LSTM/LSTMModel.swift:52`. Nil where no frame is the model's.
  public let line: String?
  /// The message, where the program was built to keep it.
  public let message: String?

  /// Reads what Swift's runtime writes to standard error.
  public init(backtrace: String) {
    let frames = backtrace.split(separator: "\n").compactMap(Frame.init)
    // Frames come from the inside out: operations, the model that called them, the contract that called the model.
    let calls = frames.firstIndex { $0.isOf(["ModelContract", "LabKit", "seqlab"]) } ?? frames.count
    let model = frames[..<calls].firstIndex { !$0.isOf(["TensorCore", "NeuralLayers", "SequenceKit"]) }
    operation = frames.first.flatMap { model == 0 ? nil : $0.name }
    line = model.map { frames[$0].place }
    message = backtrace.firstMatch(of: #/Fatal error: (.+)/#).map { String($0.1) }
  }

  /// The finding of a property that was being looked at.
  /// - Parameter identifier: The model's name on the command line.
  public func finding(_ property: Property, model identifier: String, seconds: Double) -> Finding {
    let what = message.map { ": \($0)" } ?? ": what it is given does not fit"
    let place = operation.map { " in '\($0)'\(what)" } ?? message.map { ": \($0)" } ?? ""
    let hint = message == nil ? "; a build for debugging says more: swift run seqlab verify \(identifier)" : ""
    return Finding(
      property: property,
      verdict: .fails("the program stops\(place); look at \(line ?? "`features`")\(hint)"),
      seconds: seconds)
  }
}

/// A frame of a backtrace whose source is known.
private struct Frame {
  let name: String
  /// The file and line, from the package's `Sources` on.
  let place: String

  init?(_ line: Substring) {
    guard
      let match = line.firstMatch(
        of: #/0x[0-9a-f]+ (?<name>.+?)(?: \+ \d+)? in \S+ at (?<file>/.+?\.swift):(?<line>\d+)/#)
    else { return nil }
    let file = match.file.firstRange(of: "Sources/").map { match.file[$0.lowerBound...] } ?? match.file
    name = String(match.name)
    place = "\(file):\(match.line)"
  }

  func isOf(_ modules: [String]) -> Bool { modules.contains { place.hasPrefix("Sources/\($0)/") } }
}
