// What studies found, each under its own id: the part of results.json that no one else needs to know the shape of.

/// What a study leaves in results.json.
public protocol StudyRecord: Codable, Equatable, Sendable {}

/// The records of studies by their ids.
///
/// Each study knows the shape of its own record. Who reads results.json hands the decoder the shapes, under `StudyParts.kinds` in its
/// `userInfo`.
public struct StudyParts: Codable, Equatable, Sendable {
  private var records: [String: any StudyRecord] = [:]

  /// No records.
  public init() {}

  /// Where a decoder's `userInfo` holds the types of records by the ids of their studies.
  public static var kinds: CodingUserInfoKey? { CodingUserInfoKey(rawValue: "studies") }

  /// The ids of the studies that left something.
  public var ids: Set<String> { Set(records.keys) }

  /// The record of a study; nil where it was not made.
  public subscript(_ id: String) -> (any StudyRecord)? {
    get { records[id] }
    set { records[id] = newValue }
  }

  /// - Throws: `DecodingError`, if there is a study of an unknown id, or a record of another shape.
  public init(from decoder: any Decoder) throws {
    let kinds = Self.kinds.flatMap { decoder.userInfo[$0] as? [String: any StudyRecord.Type] } ?? [:]
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      guard let kind = kinds[key.stringValue] else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "there is no study \(key.stringValue)")
      }
      records[key.stringValue] = try container.decode(kind, forKey: key)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (id, record) in records { try container.encode(record, forKey: Key(stringValue: id)) }
  }

  public static func == (a: StudyParts, b: StudyParts) -> Bool {
    a.ids == b.ids && a.records.allSatisfy { id, record in b.records[id].map { isEqual(record, $0) } ?? false }
  }

  private static func isEqual<Record: StudyRecord>(_ record: Record, _ other: any StudyRecord) -> Bool {
    record == other as? Record
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
