// Runs the commands of a lesson, and writes or compares what they print and draw; takes code from the sources.

import Foundation

/// Keeps a lesson's blocks true.
public struct Recorder {
  let root: URL

  /// - Parameter root: The folder in which `./lab` is.
  public init(root: URL) { self.root = root }

  /// A block that is not what the sources or the commands say.
  public struct Difference: CustomStringConvertible, Sendable {
    public let description: String
  }

  /// What differs between a lesson and the sources.
  public func codeDifferences(_ file: URL) throws -> [Difference] {
    try differences(file) { kind in
      if case .code = kind { true } else { false }
    }
  }

  /// What differs between a lesson and what its commands print and draw now.
  /// - Complexity: Runs all commands of the lesson.
  public func outputDifferences(_ file: URL) throws -> [Difference] {
    try differences(file) { kind in
      if case .code = kind { false } else { true }
    }
  }

  /// How many commands a lesson runs, and how many numbers of what they print are compared.
  public func counts(_ file: URL) throws -> (commands: Int, numbers: Int) {
    let lines = try LessonText(file).lines
    let output = try Marked.blocks(of: lines).filter { if case .run = $0.kind { true } else { false } }
      .flatMap { lines[$0.range] }
    let isCommand = { (line: String) in line.hasPrefix("$ ") }
    return (output.count(where: isCommand), Marked.numberCount(of: output.filter { !isCommand($0) }))
  }

  private func differences(_ file: URL, where isWanted: (Marked.Kind) -> Bool) throws -> [Difference] {
    let lines = try LessonText(file).lines
    return try Marked.blocks(of: lines).filter { isWanted($0.kind) }.compactMap { block in
      let (old, new) = (Array(lines[block.range]), try contents(of: block, lines))
      let isSame =
        switch block.kind {
        case .code: old == new
        case .run(let tolerance): Marked.agree(old, new, within: tolerance)
        case .figure(let path): LessonFigure(path).agrees(with: file, root: root)
        }
      guard !isSame else { return nil }
      let name = "\(file.deletingLastPathComponent().lastPathComponent), line \(block.range.lowerBound + 1)"
      return Difference(
        description: "\(name): the block differs; ./lab lesson --record writes it anew. It is now:\n"
          + new.joined(separator: "\n"))
    }
  }

  /// Writes all marked blocks of a lesson anew. Returns how many commands were run.
  @discardableResult
  public func record(_ file: URL) throws -> Int {
    var lines = try LessonText(file).lines
    let blocks = try Marked.blocks(of: lines)
    // In order, as a reader runs them; put in from the end, so that earlier places stay.
    let fresh = try blocks.map { try contents(of: $0, lines) }
    for (block, new) in zip(blocks, fresh).reversed() {
      lines.replaceSubrange(block.range, with: new)
      if case .figure(let path) = block.kind { try LessonFigure(path).copy(beside: file, root: root) }
    }
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    return blocks.count { if case .run = $0.kind { true } else { false } }
  }

  private func contents(of block: Marked, _ lines: [String]) throws -> [String] {
    switch block.kind {
    case .code(let path, let name):
      let source = root.appendingPathComponent(path)
      guard let text = try? String(contentsOf: source, encoding: .utf8) else {
        throw CourseError("there is no \(path), from which a lesson takes code", exitCode: 66)
      }
      do { return try Marked.code(name, in: text) } catch let error as CourseError {
        throw CourseError("\(path): \(error)")
      }
    case .run:
      let commands = lines[block.range].filter { $0.hasPrefix("$ ") }
      guard !commands.isEmpty else {
        throw CourseError("line \(block.range.lowerBound): a run block begins with '$ command'")
      }
      return try commands.flatMap { [$0] + (try output(of: String($0.dropFirst(2)))) }
    case .figure(let path): return try LessonFigure(path).markup(root: root)
    }
  }

  /// What a command prints on standard output.
  func output(of command: String, showingProgress: Bool = false) throws -> [String] {
    let outcome = try Shell.run("bash", ["-c", command], in: root, seconds: 1800, showsErrors: showingProgress)
    guard outcome.status == 0 else {
      throw CourseError("\(command): ended with \(outcome.status): \(outcome.errors.suffix(300))")
    }
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var end = line[...]
      while end.last == " " { end.removeLast() }
      return String(end)
    }
    return lines.last == "" ? Array(lines.dropLast()) : lines
  }
}
