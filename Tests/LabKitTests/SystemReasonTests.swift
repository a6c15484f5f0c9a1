// What is said of an error that the system gave: its words, and no domain with a number.

import Foundation
import LabErrors
import Testing

@Suite("Reasons of the system")
struct SystemReasonTests {
  @Test("the words of the cause; without a cause, no number either")
  func words() {
    let cause = NSError(domain: NSPOSIXErrorDomain, code: Int(ENOSPC))
    let full = NSError(domain: NSCocoaErrorDomain, code: 640, userInfo: [NSUnderlyingErrorKey: cause])
    #expect(systemReason(full) == "no space left on device")
    #expect(systemReason(NSError(domain: NSCocoaErrorDomain, code: 256)) == "the system gives no reason")
  }
}
