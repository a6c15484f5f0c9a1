// Results that somebody edited: whatever still decodes is shown, and nothing traps.

import Foundation
import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Edited results")
struct EditedResultsTests {
  /// Numbers that break what was not written with them in mind.
  private static var numbers: [Any] {
    [0, -1, 1, Int.min, Int.max, 5e-324, -5e-324, 1e308, -1e308, 0.5, NSNull()]
  }

  /// Changes one place below a value: a number becomes another, a list loses, repeats or keeps only some of its entries.
  private func edited(_ value: Any, _ random: inout Noise) -> Any {
    func pick(_ count: Int) -> Int { min(count - 1, Int((random.next() + 1) / 2 * Double(count))) }
    if var object = value as? [String: Any], !object.isEmpty {
      let key = object.keys.sorted()[pick(object.count)]
      object[key] = edited(object[key] ?? NSNull(), &random)
      return object
    }
    if var list = value as? [Any], !list.isEmpty {
      let place = pick(list.count)
      switch pick(6) {
      case 0: list.remove(at: place)
      case 1: list.insert(list[place], at: place)
      case 2: list.removeAll()
      default: list[place] = edited(list[place], &random)
      }
      return list
    }
    // A row of a table of numbers is a text.
    if let text = value as? String { return pick(2) == 0 ? text + " 0.5" : "" }
    return Self.numbers[pick(Self.numbers.count)]
  }

  @Test("whatever decodes is rendered as page, files, tables and pair without a trap", arguments: 0..<3)
  func rendering(part: Int) throws {
    let whole = try SampleResults.full()
    var (object, results) = (try JSONSerialization.jsonObject(with: whole.json()), whole)
    var random = Noise(seed: UInt64(part) + 700)
    // Edits that the decoder refuses are taken back.
    for _ in 0..<16 {
      let candidate = edited(object, &random)
      let data = try JSONSerialization.data(withJSONObject: candidate)
      guard let found = try? JSONDecoder.ofStudies.decode(ComparisonResults.self, from: data) else { continue }
      (object, results) = (candidate, found)
    }
    #expect(results != whole, "some of the edits must decode")
    let report = StudyList.report(on: results, command: "./lab compare")
    #expect(report.html().hasSuffix("</html>\n"))
    for file in report.csvFiles() { #expect(file.text.contains(",")) }
    for table in StudyList.tables(of: results).all { #expect(!table.text().isEmpty) }
    #expect(StudyList.report(on: ("a", results), and: ("b", whole)).html().hasSuffix("</html>\n"))
  }
}
