// Why the system refused something, in its own words.

import Foundation

/// Why the system refused something, in its own words: those of Foundation may be no more than an error's domain and number.
package func systemReason(_ error: any Error) -> String {
  let top = error as NSError
  let cause = top.userInfo[NSUnderlyingErrorKey] as? NSError ?? top
  if cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))).lowercased() }
  let words = top.localizedDescription
  return words.contains(top.domain) ? "the system gives no reason" : printable(words)
}
