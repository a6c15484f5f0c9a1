// Writing tensors to a safetensors file: aligned, in a fixed order, and as a whole or not at all.

import Foundation

/// Writing safetensors files.
public enum Safetensors {
  /// A tensor to write.
  public struct Tensor: Sendable {
    /// Its values, row-major.
    public enum Values: Sendable {
      /// Written as F32.
      case float([Float])
      /// Written as F64.
      case double([Double])
    }

    /// The name in the file; one name for one tensor.
    public var name: String
    /// The extents, outermost first; none for a single number.
    public var shape: [Int]
    /// As many numbers as the shape has elements.
    public var values: Values

    /// A tensor in single precision.
    public init(name: String, shape: [Int], values: [Float]) {
      (self.name, self.shape, self.values) = (name, shape, .float(values))
    }

    /// A tensor in double precision.
    public init(name: String, shape: [Int], values: [Double]) {
      (self.name, self.shape, self.values) = (name, shape, .double(values))
    }
  }

  /// Writes a file that appears under its name only when it is complete.
  ///
  /// The bytes depend on the tensors and the metadata alone, not on their order: double precision comes first, so that
  /// all is aligned, then names are sorted.
  /// - Precondition: Names differ and are not `__metadata__`; each tensor has as many values as its shape says.
  /// - Complexity: O(bytes) time; no copy of the values is made.
  /// - Throws: ``SafetensorsError/output(_:)``, with nothing left behind.
  public static func write(
    _ tensors: [Tensor], metadata: [String: String] = [:], to url: URL
  ) throws(SafetensorsError) {
    let ordered = tensors.sorted { ($0.isDouble ? 0 : 1, $0.name) < ($1.isDouble ? 0 : 1, $1.name) }
    let header = header(of: ordered, metadata: metadata)
    do {
      try writeAtomically(to: url) { (file) throws(OutputError) in
        try file.write(header)
        for tensor in ordered {
          switch tensor.values {
          case .float(let values): try file.write(values)
          case .double(let values): try file.write(values)
          }
        }
      }
    } catch { throw .output(error) }
  }

  /// The header's length and the header, padded such that the tensors begin at a multiple of 8.
  private static func header(of tensors: [Tensor], metadata: [String: String]) -> Data {
    var members: [String] = []
    if !metadata.isEmpty {
      let notes = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\"__metadata__\":{\(notes.joined(separator: ","))}")
    }
    var names: Set = ["__metadata__"]
    var offset = 0
    for tensor in tensors {
      precondition(names.insert(tensor.name).inserted, "Safetensors.write: the name '\(tensor.name)' comes twice")
      precondition(
        tensor.shape.reduce(1, *) == tensor.count,
        "Safetensors.write: '\(tensor.name)' has shape \(tensor.shape), but \(tensor.count) values")
      let end = offset + tensor.count * (tensor.isDouble ? 8 : 4)
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let type = tensor.isDouble ? SafetensorsType.float64 : .float32
      members.append(
        "\(quoted(tensor.name)):{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    var text = Data("{\(members.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\0"..<" ": result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Safetensors.Tensor {
  fileprivate var isDouble: Bool {
    if case .double = values { true } else { false }
  }

  fileprivate var count: Int {
    switch values {
    case .float(let values): values.count
    case .double(let values): values.count
    }
  }
}
