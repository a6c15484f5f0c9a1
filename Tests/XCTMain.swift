// Where the tests begin, as `./lab test` runs them.

import Foundation
import Testing

/// In the place of the beginning that the build makes by itself: for that, it looks for XCTest's cases in an index of all the code, whose
/// making takes a quarter of the time that the tests take to compile. There are none.
@main
struct TestRunner {
  static func main() async {
    // `swift test --filter` asks for them, unless told that there are none.
    if CommandLine.arguments.contains("--dump-tests-json") {
      FileHandle.standardError.write(Data("the tests are run by ./lab test\n".utf8))
      exit(64)
    }
    await Testing.__swiftPMEntryPoint() as Never
  }
}
