// Tables of numbers as results.json has them.

import Foundation
import LabResults
import Testing

@Suite("Tables of numbers")
struct NumberTableTests {
  @Test("tables of numbers are short texts, and come back as they were")
  func tables() throws {
    let table = NumberTable([[0.12345, 0, -0.5], [], [1, 1e-9, 2.0004]])
    let json = String(decoding: try JSONEncoder().encode(table), as: UTF8.self)
    #expect(json == #"["0.123 0 -0.5","","1 0 2"]"#)
    #expect(try JSONDecoder().decode(NumberTable.self, from: Data(json.utf8)) == table)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(NumberTable.self, from: Data(#"["0.1 x"]"#.utf8)) }
  }
}
