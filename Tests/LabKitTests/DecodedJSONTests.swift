// No file that is not JSON stops the program, however deep it is nested, wherever it ends.

import Foundation
import LabErrors
import Testing

@Suite("Reading JSON")
struct DecodedJSONTests {
  @Test("what is nested to any depth and then ends is refused", arguments: ["[", "{\"a\":", "[{\"a\":", "[[1],"])
  func nested(_ unit: String) {
    for depth in (1...40).map({ $0 * $0 }) + Array(250...260) + Array(508...520) {
      let text = String(repeating: unit, count: depth)
      for end in 0..<min(unit.utf8.count, 3) {
        let data = Data(text.utf8.dropLast(end))
        #expect(throws: (any Error).self, "\(depth) of \(unit), less \(end)") {
          try decodedJSON([Int].self, from: data)
        }
      }
    }
  }

  @Test("what is JSON is read, with and without an end of line")
  func whole() throws {
    for text in ["[1,2]", "[1,2]\n", " [ 1 ,2 ] \r\n"] {
      #expect(try decodedJSON([Int].self, from: Data(text.utf8)) == [1, 2])
    }
    #expect(try decodedJSON([[Int]].self, from: Data(text(depth: 2).utf8)) == [[]])
  }

  private func text(depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
}
