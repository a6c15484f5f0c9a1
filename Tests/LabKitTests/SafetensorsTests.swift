// Safetensors files: reading what Python wrote, writing what it can read, and refusing everything else.

import Foundation
import LabKit
import TensorCore
import TestSupport
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
  @Test("reads a file written by Python's package")
  func readsPython() throws {
    let file = try SafetensorsFile(SafetensorsFixture.python, path: "python.safetensors")
    let all = ["double", "empty", "half", "ids", "mask", "näme \"q\"", "scalar", "small", "weights"]
    #expect(file.names == all)
    #expect(file.metadata == ["format": "pt", "note": "a \"quoted\" line\n"])
    #expect(try file.type(of: "weights") == .float32)
    #expect(try file.shape(of: "weights") == [2, 3])
    #expect(try file.floats("weights") == [1.5, -2.25, 3, 0, 1e-3, 65504])
    #expect(try file.doubles("double") == [.pi, -1e300])
    #expect(try file.floats("half") == [1, -2, 0.5, 65504, 0x1p-24, .infinity])
    #expect(try file.integers("ids") == [1, -9_007_199_254_740_993])
    #expect(try file.shape(of: "ids") == [2, 1])
    #expect(try file.integers("small") == [7, -8, 2_147_483_647])
    #expect(try file.floats("small") == [7, -8, 2_147_483_648])
    #expect(try file.integers("mask") == [1, 0, 1])
    #expect(try file.integers("scalar") == [42])
    #expect(try file.shape(of: "scalar") == [])
    #expect(try file.floats("empty") == [] && file.shape(of: "empty") == [0, 4])
    #expect(try file.integers("näme \"q\"") == [5])
  }

  @Test("reads bfloat16, and half precision's corners")
  func readsShortFloats() throws {
    var data = SafetensorsFixture.file(
      #"{"b":{"dtype":"BF16","shape":[3],"data_offsets":[0,6]},"h":{"dtype":"F16","shape":[4],"data_offsets":[6,14]}}"#)
    data += Data([0x80, 0x3F, 0x49, 0xC0, 0x80, 0xFF])  // 1, −3.140625, −∞
    data += Data([0xFF, 0x03, 0x00, 0x04, 0x01, 0x7C, 0x00, 0x80])  // largest subnormal, smallest normal, NaN, −0
    let file = try SafetensorsFile(data, path: "short")
    #expect(try file.floats("b") == [1, -3.140625, -.infinity])
    let half = try file.doubles("h")
    #expect(half[0] == 1023 * 0x1p-24 && half[1] == 0x1p-14 && half[2].isNaN && half[3].sign == .minus)
  }

  @Test("what is written is read back bit for bit, and its bytes depend on the tensors alone")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let tensors = [
      Safetensors.Tensor(name: "z \"1\"\n", shape: [2, 2], values: [1, -0, Float.nan, .leastNonzeroMagnitude]),
      Safetensors.Tensor(name: "a", shape: [], values: [Float(3)]),
      Safetensors.Tensor(name: "moments", shape: [3], values: [Double.pi, -.infinity, 1e-310]),
      Safetensors.Tensor(name: "none", shape: [0, 2], values: [Float]()),
    ]
    let (first, second) = (folder.file("1"), folder.file("2"))
    try Safetensors.write(tensors, metadata: ["step": "5", "b": "é\t"], to: first)
    try Safetensors.write(tensors.reversed(), metadata: ["b": "é\t", "step": "5"], to: second)
    #expect(try Data(contentsOf: first) == Data(contentsOf: second))
    #expect(try folder.contents() == ["1", "2"])

    let file = try SafetensorsFile(contentsOf: first)
    #expect(file.names == ["a", "moments", "none", "z \"1\"\n"])
    #expect(file.metadata == ["step": "5", "b": "é\t"])
    #expect(try file.floats("a") == [3])
    #expect(try file.doubles("moments") == [Double.pi, -.infinity, 1e-310])
    let expected: [Float] = [1, -0, .nan, .leastNonzeroMagnitude]
    #expect(try file.floats("z \"1\"\n").map(\.bitPattern) == expected.map(\.bitPattern))
    let headerLength = try Data(contentsOf: first).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    #expect(headerLength % 8 == 0)
  }

  @Test("every break of the format is named")
  func malformed() throws {
    typealias Fault = SafetensorsFault
    func tensor(_ body: String) -> String { "{\"w\":{\(body)}}" }
    let good = #""dtype":"F32","shape":[2],"data_offsets":[0,8]"#
    let cases: [(header: String, dataCount: Int, tensor: String?, fault: Fault)] = [
      ("", 0, nil, .header(offset: 0, expected: "'{'")),
      (" {}", 0, nil, .header(offset: 0, expected: "'{'")),
      ("{", 0, nil, .header(offset: 1, expected: "'\"'")),
      ("{}x", 0, nil, .header(offset: 2, expected: "end")),
      ("{}", 1, nil, .trailingBytes(1)),
      (#"{"a":[[[["#, 0, "a", .header(offset: 5, expected: "'{'")),
      (tensor(good.replacingOccurrences(of: "2]", with: "[2]]")), 8, "w", .badNumber("[2")),
      ("{\"w\":{\(good)},\"w\":{\(good)}}", 8, "w", .duplicate("w")),
      (tensor(good + #","shape":[2]"#), 8, "w", .duplicate("shape")),
      (tensor(good + #","x":1"#), 8, "w", .header(offset: 57, expected: "dtype, shape or data_offsets")),
      (#"{"__metadata__":{"a":"1","a":"2"}}"#, 0, nil, .duplicate("a")),
      (#"{"__metadata__":{"a":1}}"#, 0, nil, .header(offset: 21, expected: "'\"'")),
      (tensor(#""shape":[2],"data_offsets":[0,8]"#), 8, "w", .missingField("dtype")),
      (tensor(#""dtype":"F32","data_offsets":[0,8]"#), 8, "w", .missingField("shape")),
      (tensor(#""dtype":"F32","shape":[2],"data_offsets":[8]"#), 8, "w", .missingField("pair of data_offsets")),
      (tensor(#""dtype":"F33""#), 8, "w", .unknownType("F33")),
      (tensor(#""dtype":"F32","shape":[-2]"#), 8, "w", .badNumber("-2")),
      (tensor(#""dtype":"F32","shape":[2.0]"#), 8, "w", .badNumber("2.0")),
      (tensor(#""dtype":"F32","shape":[02]"#), 8, "w", .badNumber("02")),
      (tensor(#""dtype":"F32","shape":[2,]"#), 8, "w", .badNumber("")),
      (tensor(#""dtype":"F32","shape":[9223372036854775808]"#), 8, "w", .badNumber("9223372036854775808")),
      (
        tensor(#""dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]"#), 8, "w", .shapeOverflow
      ),
      (
        tensor(good.replacingOccurrences(of: "0,8", with: "8,0")), 8, "w",
        .offsetsOutOfRange(start: 8, end: 0, available: 0)
      ),
      (tensor(good), 7, "w", .offsetsOutOfRange(start: 0, end: 8, available: 7)),
      (tensor(good.replacingOccurrences(of: "[2]", with: "[3]")), 8, "w", .sizeMismatch(expected: 12, found: 8)),
      ("{\"v\":{\(good)},\"w\":{\(good)}}", 8, "w", .notContiguous(start: 0, expected: 8)),
      (tensor(good.replacingOccurrences(of: "0,8", with: "4,12")), 12, "w", .notContiguous(start: 4, expected: 0)),
      (#"{"\uD800x":{}}"#, 0, nil, .header(offset: 8, expected: "the second half of a surrogate pair")),
    ]
    for (header, count, tensor, fault) in cases {
      let data = SafetensorsFixture.file(header, dataCount: count)
      let expected = SafetensorsError.malformed(file: "f.safetensors", tensor: tensor, fault)
      #expect(throws: expected, "\(header)") { try SafetensorsFile(data, path: "f.safetensors") }
      #expect(expected.exitCode == 65)
      #expect(expected.message.contains("f.safetensors") && !expected.message.contains("\n"))
      if let tensor { #expect(expected.message.contains("'\(tensor)'")) }
    }
  }

  @Test("a header that is too long, cut or no UTF-8 is refused")
  func badHeader() throws {
    for count in 0..<8 {
      #expect(throws: SafetensorsError.malformed(file: "f", tensor: nil, .tooShort(bytes: count))) {
        try SafetensorsFile(Data(count: count), path: "f")
      }
    }
    for length in [1, 100_000_001, UInt64.max] {
      let data = withUnsafeBytes(of: length.littleEndian) { Data($0) }
      #expect(throws: SafetensorsError.malformed(file: "f", tensor: nil, .headerLength(length, available: 0))) {
        try SafetensorsFile(data, path: "f")
      }
    }
    var data = SafetensorsFixture.file(#"{"abc":{}}"#)
    data[11] = 0xFF
    #expect(throws: SafetensorsError.malformed(file: "f", tensor: nil, .notUTF8(offset: 6))) {
      try SafetensorsFile(data, path: "f")
    }
  }

  @Test("names from a hostile file cannot move the cursor")
  func hostileName() throws {
    let data = SafetensorsFixture.file(#"{"\u001b[2J\n":{"dtype":"X"}}"#)
    let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(data, path: "f") }
    #expect(error?.message == "f is no valid safetensors file: tensor '␛[2J␊' has the unknown type 'X'")
  }

  @Test("a file cut at any byte is refused")
  func truncated() throws {
    let whole = SafetensorsFixture.python
    for count in 0..<whole.count {
      #expect(throws: SafetensorsError.self, "cut at \(count)") {
        try SafetensorsFile(whole.prefix(count), path: "cut")
      }
    }
  }

  @Test("damaged files never trap: an error, or tensors that fill the file exactly")
  func damaged() throws {
    let whole = SafetensorsFixture.python
    var generator = SeededGenerator(seed: 1)
    var accepted = 0
    for round in 0..<20_000 {
      var data = whole
      for _ in 0...generator.index(below: 3) {
        let position = generator.index(below: round.isMultiple(of: 4) ? data.count : 608)
        switch generator.index(below: 4) {
        case 0: data[position] ^= 1 << UInt8(generator.index(below: 8))
        case 1: data[position] = UInt8(generator.index(below: 256))
        case 2: data[position] = Array("0123456789{}[]\",:\\ue-".utf8)[generator.index(below: 21)]
        default: data.remove(at: position)
        }
        data = Data(data)
      }
      guard let file = try? SafetensorsFile(data, path: "damaged") else { continue }
      accepted += 1
      var bytes = 0
      for name in file.names {
        let count = try file.shape(of: name).reduce(1, *)
        bytes += count * (try file.type(of: name).byteCount)
        #expect(try file.doubles(name).count == count)
        _ = try? file.integers(name)
      }
      let headerLength = data.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
      #expect(bytes == data.count - 8 - headerLength, "round \(round)")
    }
    #expect((200..<15_000).contains(accepted))  // both kinds were met
  }

  @Test("missing files, folders, tensors and conversions have errors of their own")
  func otherErrors() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: SafetensorsError.self) { try SafetensorsFile(contentsOf: folder.file("none")) }
    #expect(missing?.exitCode == 66 && missing?.message.contains("none: no such file") == true)
    let notFile = #expect(throws: SafetensorsError.self) { try SafetensorsFile(contentsOf: folder.url) }
    #expect(notFile?.message.hasSuffix("it is not a file") == true)

    let file = try SafetensorsFile(SafetensorsFixture.python, path: "p")
    #expect(throws: SafetensorsError.noSuchTensor(file: "p", tensor: "w")) { try file.floats("w") }
    let fractional = #expect(throws: SafetensorsError.self) { try file.integers("weights") }
    #expect(fractional?.message == "p: tensor 'weights' holds a value that is no whole number of 64 bits")
    #expect(throws: SafetensorsError.self) { try file.integers("half") }

    let target = folder.file("none/model.safetensors")
    let output = #expect(throws: SafetensorsError.self) {
      try Safetensors.write([.init(name: "a", shape: [1], values: [Float(1)])], to: target)
    }
    #expect(output?.exitCode == 73 && output?.message.contains(target.path) == true)
  }

  @Test("slices of a larger buffer are read at their own offsets")
  func slices() throws {
    let padded = Data(count: 5) + SafetensorsFixture.python + Data(count: 3)
    let slice = padded[5..<5 + SafetensorsFixture.python.count]
    #expect(try SafetensorsFile(slice, path: "slice").doubles("double") == [.pi, -1e300])
  }
}
