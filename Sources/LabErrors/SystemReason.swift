// Why the system refused something, in its own words.

import Foundation

/// Why the system refused something, in its own words: those of Foundation may be no more than an error's domain and number.
package func systemReason(_ error: any Error) -> String {
  let top = error as NSError
  let cause = top.userInfo[NSUnderlyingErrorKey] as? NSError ?? top
  if cause.domain == NSPOSIXErrorDomain { return systemReason(Int32(cause.code)) }
  let words = top.localizedDescription
  return words.contains(top.domain) ? "the system gives no reason" : printable(words)
}

/// What a number of `errno` stands for.
package func systemReason(_ number: Int32) -> String { String(cString: strerror(number)).lowercased() }
