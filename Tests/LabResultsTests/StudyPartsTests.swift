// The records of studies in results.json: each in the shape that its study knows, and no others.

import Foundation
import LabResults
import TestSupport
import Testing

@Suite("Records of studies")
struct StudyPartsTests {
  private struct Lengths: StudyRecord { var tokens: [Int] }
  private struct Words: StudyRecord { var text: String }

  private func parts(_ lengths: [Int], _ text: String) -> StudyParts {
    var parts = StudyParts()
    parts["lengths"] = Lengths(tokens: lengths)
    parts["words"] = Words(text: text)
    return parts
  }

  private func decode<Value: Decodable>(
    _ type: Value.Type, _ json: String,
    kinds: [String: any StudyRecord.Type] = [
      "lengths": Lengths.self, "words": Words.self,
    ]
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.userInfo[try #require(StudyParts.kinds)] = kinds
    return try decoder.decode(type, from: Data(json.utf8))
  }

  @Test("each stands under its own id, and comes back as it was")
  func roundTrip() throws {
    let parts = parts([1, 2], "a b")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(parts), as: UTF8.self)
    #expect(json == #"{"lengths":{"tokens":[1,2]},"words":{"text":"a b"}}"#)
    let again = try decode(StudyParts.self, json)
    #expect(again == parts && again.ids == ["lengths", "words"])
    #expect((again["lengths"] as? Lengths)?.tokens == [1, 2] && again["tokens"] == nil)
    #expect(try decode(StudyParts.self, "{}") == StudyParts())
  }

  @Test("they are a part of the results, which come back with them")
  func inResults() throws {
    var results = SampleResults.judged()
    results.studies = parts([3], "c")
    let json = String(decoding: try results.json(), as: UTF8.self)
    #expect(try decode(ComparisonResults.self, json) == results)
    #expect(json.contains("\"schema\" : 6"))
  }

  @Test("equal are those with the same ids and equal records of the same kind")
  func equality() {
    let one = parts([1], "a")
    #expect(one == parts([1], "a") && one != parts([2], "a") && one != parts([1], "b"))
    var other = one
    other["words"] = nil
    #expect(other.ids == ["lengths"] && other != one && one != other)
    other["words"] = Lengths(tokens: [])
    #expect(other != one && one != other, "the same id, another kind")
  }

  @Test("an unknown id, or a record of another shape, is an error that says where")
  func refused() throws {
    func fault(_ json: String, kinds: [String: any StudyRecord.Type]? = nil) -> (path: [String], text: String)? {
      do {
        _ = try kinds.map { try decode(StudyParts.self, json, kinds: $0) } ?? decode(StudyParts.self, json)
        return nil
      } catch DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
        DecodingError.typeMismatch(_, let context)
      {
        return (context.codingPath.map(\.stringValue), context.debugDescription)
      } catch {
        return nil
      }
    }
    let unknown = try #require(fault(#"{"lengths":{"tokens":[]},"mystery":{}}"#))
    #expect(unknown.path == ["mystery"] && unknown.text == "there is no study mystery")
    #expect(try #require(fault(#"{"lengths":{"tokens":["a"]}}"#)).path.prefix(2) == ["lengths", "tokens"])
    #expect(try #require(fault(#"{"words":{"texts":"a"}}"#)).path == ["words"])
    #expect(try #require(fault(#"{"words":{"text":"a"}}"#, kinds: [:])).text == "there is no study words")
  }
}
