// What a learner has done: a local file that survives being broken, and being written by another version.

import Foundation

/// Progress through the lessons, in `Lessons/.progress.json`.
public struct LearnerProgress: Codable, Equatable, Sendable {
  /// What is known of one exercise.
  public struct Entry: Codable, Equatable, Sendable {
    public var passed = false
    public var checks = 0
    public var hints = 0

    public init(passed: Bool = false, checks: Int = 0, hints: Int = 0) {
      (self.passed, self.checks, self.hints) = (passed, checks, hints)
    }

    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      passed = (try? values.decode(Bool.self, forKey: .passed)) ?? false
      checks = (try? values.decode(Int.self, forKey: .checks)) ?? 0
      hints = (try? values.decode(Int.self, forKey: .hints)) ?? 0
    }
  }

  /// A prediction that was made before its experiment.
  public struct Prediction: Codable, Equatable, Sendable {
    public var lesson: Int
    public var question: String
    public var said: String
    /// 50 to 100, in percent; nil if none was stated.
    public var confidence: Int?
    /// Nil until its experiment was run.
    public var right: Bool?

    public init(lesson: Int, question: String, said: String, confidence: Int? = nil, right: Bool? = nil) {
      (self.lesson, self.question, self.said) = (lesson, question, said)
      (self.confidence, self.right) = (confidence, right)
    }
  }

  public var exercises: [String: Entry] = [:]
  public var predictions: [Prediction] = []
  /// The section at which a walk was left, by lesson.
  public var places: [String: Int] = [:]

  public init() {}

  /// Fields that are missing, or that another version wrote otherwise, are as in a new file.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    exercises = (try? values.decode([String: Entry].self, forKey: .exercises)) ?? [:]
    predictions = (try? values.decode([Prediction].self, forKey: .predictions)) ?? []
    places = (try? values.decode([String: Int].self, forKey: .places)) ?? [:]
  }

  /// Reads a file. One that is no JSON is put aside, and `note` told where.
  public static func read(_ file: URL, note: (String) -> Void) -> LearnerProgress {
    guard let data = try? Data(contentsOf: file) else { return LearnerProgress() }
    if let progress = try? JSONDecoder().decode(LearnerProgress.self, from: data + [0x0A]) { return progress }
    let aside = Files.unused(file.appendingPathExtension("broken"))
    guard (try? FileManager.default.moveItem(at: file, to: aside)) != nil else { return LearnerProgress() }
    note("the progress could not be read; it is kept as \(aside.lastPathComponent), and a new one begun")
    return LearnerProgress()
  }

  /// Writes the file, whole or not at all.
  public func write(_ file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(self).write(to: file, options: .atomic)
  }
}
