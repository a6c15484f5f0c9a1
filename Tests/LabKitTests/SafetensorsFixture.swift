// A file written by Python's safetensors 0.8 and NumPy, and files put together by hand.

import Foundation

enum SafetensorsFixture {
  /// One tensor of each common type, a scalar, an empty one, and a name and a note that need escapes.
  static let python = Data(
    base64Encoded: """
      YAIAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCIsIm5vdGUiOiJhIFwicXVvdGVkXCIgbGluZVxuIn0sImlkcyI6
      eyJkdHlwZSI6Ikk2NCIsInNoYXBlIjpbMiwxXSwiZGF0YV9vZmZzZXRzIjpbMCwxNl19LCJkb3VibGUiOnsiZHR5cGUiOiJGNjQi
      LCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOlsxNiwzMl19LCJlbXB0eSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCw0XSwi
      ZGF0YV9vZmZzZXRzIjpbMzIsMzJdfSwic2NhbGFyIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOlsz
      MiwzNl19LCJ3ZWlnaHRzIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDNdLCJkYXRhX29mZnNldHMiOlszNiw2MF19LCJzbWFs
      bCI6eyJkdHlwZSI6IkkzMiIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6WzYwLDcyXX0sImhhbGYiOnsiZHR5cGUiOiJGMTYi
      LCJzaGFwZSI6WzZdLCJkYXRhX29mZnNldHMiOls3Miw4NF19LCJuw6RtZSBcInFcIiI6eyJkdHlwZSI6IlU4Iiwic2hhcGUiOlsx
      XSwiZGF0YV9vZmZzZXRzIjpbODQsODVdfSwibWFzayI6eyJkdHlwZSI6IkJPT0wiLCJzaGFwZSI6WzNdLCJkYXRhX29mZnNldHMi
      Ols4NSw4OF19fSAgICAgIAEAAAAAAAAA////////3/8YLURU+yEJQJx1AIg85Df+AAAoQgAAwD8AABDAAABAQAAAAABvEoM6AOB/
      RwcAAAD4////////fwA8AMAAOP97AQAAfAUBAAE=
      """, options: .ignoreUnknownCharacters)!

  /// A file of that header with `count` zero bytes of data behind it.
  static func file(_ header: String, dataCount count: Int = 0) -> Data {
    let text = Data(header.utf8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text + Data(count: count)
  }
}
