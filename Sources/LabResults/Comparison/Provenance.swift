// Where numbers come from: the program, the command, the machine, and all that was read.

/// What made a result.
public struct Provenance: Codable, Equatable, Sendable {
  /// Something that was read.
  public struct Input: Codable, Equatable, Sendable {
    /// What it is: "corpus stories", "checkpoint runs/lstm".
    public let name: String
    /// Of the file; of a folder, of its list of checksums.
    public let sha256: String

    /// A hash that is known.
    public init(_ name: String, sha256: String) { (self.name, self.sha256) = (name, sha256) }
  }

  /// The program's version.
  public let version: String
  /// What was typed.
  public let command: String
  /// Where it ran, and on how many threads.
  public let machine: Machine
  /// All that was read, the corpus first.
  public let inputs: [Input]
  /// Over all inputs: the hash of their hashes, in order, a line each.
  public let inputsSHA256: String
  /// The first training step that was made so, where a training goes on.
  public var firstStep: Int?

  /// What is known of a result.
  public init(
    version: String, command: String, machine: Machine, inputs: [Input], inputsSHA256: String, firstStep: Int? = nil
  ) {
    (self.version, self.command, self.machine, self.inputs) = (version, command, machine, inputs)
    (self.inputsSHA256, self.firstStep) = (inputsSHA256, firstStep)
  }

  /// Names and values, for people.
  public var facts: [(name: String, value: String)] {
    let threads = machine.threads == 1 ? "1 thread" : "\(machine.threads) threads"
    return [
      ("made by", "seqlab \(version), \(firstStep.map { "from step \($0) on, " } ?? "")\(threads) of \(machine.cpu)"),
      ("command", command),
      ("inputs", inputs.map { "\($0.name) \($0.sha256.prefix(16))…" }.joined(separator: ", ")),
      ("all inputs", inputsSHA256),
    ]
  }
}
