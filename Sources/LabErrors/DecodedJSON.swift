// Reading JSON from files, whatever is in them.

import Foundation

/// Decodes JSON from a file.
///
/// Foundation's reader stops the program where arrays are nested too deep right at the end of a file: it looks for the place of that
/// error beyond the last byte. A line feed after the last byte is allowed in JSON, and keeps it from that.
/// - Complexity: a copy of the data.
package func decodedJSON<Value: Decodable>(
  _ type: Value.Type, from data: Data, by decoder: JSONDecoder = JSONDecoder()
) throws -> Value {
  try decoder.decode(type, from: data + [0x0A])
}
