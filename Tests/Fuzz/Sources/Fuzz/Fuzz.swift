// What libFuzzer calls: FUZZ_TARGET=config FUZZ_BASE=FOLDER Fuzz [libFuzzer's options] reads mutated files as the lab reads them. Nothing may
// trap, take a second, or much memory.

import Foundation
import Watch

/// What is allocated while an input is read is at most this, and so many times the input; and it takes no longer than so long.
enum Allowed {
  static let (bytes, multiple, seconds) = (16 << 20, 1000, 1.0)
}

/// What inputs are read by, set up once before the first.
enum Reading {
  static let target = Target.all.first { $0.name == ProcessInfo.processInfo.environment["FUZZ_TARGET"] }
  static let place = ProcessInfo.processInfo.environment["FUZZ_BASE"].flatMap {
    try? Place(copying: URL(fileURLWithPath: $0), hasChecksums: target?.name == "manifest")
  }
}

/// Lists the targets, where none is named.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> Int32 {
  if Reading.target == nil || Reading.place == nil {
    print(Target.all.map(\.name).joined(separator: "\n"))
    exit(ProcessInfo.processInfo.environment["FUZZ_TARGET"] == nil ? 0 : 64)
  }
  return 0
}

/// Reads one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
  guard let target = Reading.target, let place = Reading.place else { return -1 }
  let data = bytes.map { Data(bytes: $0, count: size) } ?? Data()
  watch_begin()
  autoreleased { target.read(data, place) }
  watch_end(Allowed.bytes + Allowed.multiple * size, Allowed.seconds)
  return 0
}
