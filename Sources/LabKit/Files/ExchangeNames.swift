// Two files or folders exchange their names in one step.

import Foundation

/// Exchanges the names of two files or folders of one file system in a single step: at no moment is either of the names without one.
///
/// - Returns: Whether they were exchanged; not every system and file system can.
func exchangeNames(_ first: String, _ second: String) -> Bool {
  #if canImport(Darwin)
    return renamex_np(first, second, UInt32(RENAME_SWAP)) == 0
  #else
    typealias RenameAt2 =
      @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    // Linux's own call, looked up when it is needed: not every C library has it.
    guard let found = dlsym(nil, "renameat2") else { return false }
    let exchange: UInt32 = 2  // RENAME_EXCHANGE
    return unsafeBitCast(found, to: RenameAt2.self)(AT_FDCWD, first, AT_FDCWD, second, exchange) == 0
  #endif
}
