// What a file is that stands where another was expected, told from its first bytes.

import Foundation

/// A file of another kind than the one that was asked for.
enum ForeignFile: Equatable {
  case lfsPointer(bytes: Int?)
  case pyTorch, numPy, zip, hdf5, gguf, gzip, page, empty

  /// How many bytes of a file tell what it is.
  static let prefixLength = 512

  /// What begins so; nil if nothing known does.
  init?(beginning: Data) {
    // The length that begins a safetensors file has zeros where these have something else.
    let bytes = [UInt8](beginning.prefix(Self.prefixLength))
    let text = String(decoding: bytes, as: UTF8.self)
    func begins(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }
    if bytes.isEmpty {
      self = .empty
    } else if text.hasPrefix("version https://git-lfs") || text.hasPrefix("version http://git-media") {
      let size = text.split(separator: "\n").first { $0.hasPrefix("size ") }
      self = .lfsPointer(bytes: size.flatMap { Int($0.dropFirst(5)) })
    } else if begins([0x50, 0x4B, 0x03, 0x04]) {
      // torch.save writes a zip whose first member is its pickle; NumPy's .npz holds arrays.
      self = text.contains("data.pkl") ? .pyTorch : text.contains(".npy") ? .numPy : .zip
    } else if begins([0x80]), bytes.count > 2, (2...5).contains(bytes[1]), bytes[2] != 0 {
      self = .pyTorch
    } else if begins([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
      self = .numPy
    } else if begins([0x89, 0x48, 0x44, 0x46]) {
      self = .hdf5
    } else if text.hasPrefix("GGUF") {
      self = .gguf
    } else if begins([0x1F, 0x8B, 0x08]) {
      self = .gzip
    } else if ["<!doctype html", "<html"].contains(where: text.lowercased().hasPrefix) {
      self = .page
    } else {
      return nil
    }
  }

  /// What a file's first bytes say that it is; nil if they are nothing known, or cannot be read.
  init?(at url: URL) {
    var status = stat()
    // A pipe would be waited for.
    guard stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard let file = try? FileHandle(forReadingFrom: url) else { return nil }
    defer { try? file.close() }
    self.init(beginning: (try? file.read(upToCount: Self.prefixLength)) ?? Data())
  }

  /// What it is, and what to do about it where that is the same for any file.
  var words: String {
    switch self {
    case .lfsPointer(let bytes):
      "a Git LFS pointer in place of the file" + (bytes.map { " of \($0) bytes" } ?? "")
        + ": fetch that with git lfs pull in its folder, or download it again"
    case .pyTorch: "a file of PyTorch's torch.save"
    case .numPy: "a file of NumPy's"
    case .zip: "a zip archive: unpack it first"
    case .hdf5: "an HDF5 file, as TensorFlow and Keras write; export the model as safetensors there"
    case .gguf: "a GGUF file of llama.cpp; take the model's safetensors instead"
    case .gzip: "compressed with gzip: unpack it first"
    case .page: "a web page in place of the file: the download went wrong, or needs a login"
    case .empty: "empty: the download or the copy was cut short"
    }
  }

  /// What it is, without what to do about it.
  var name: String { String(words.prefix { $0 != ":" && $0 != ";" }) }

  /// What it is, and the command that makes safetensors of it where there is one.
  func advice(for file: URL, target: URL) -> String {
    self == .pyTorch ? words + "; convert it with: " + Self.conversion(of: file, to: target) : words
  }

  /// A command that writes what torch.save has written as safetensors.
  static func conversion(of file: URL, to target: URL) -> String {
    let code =
      "import sys, torch, safetensors.torch as s; w = torch.load(sys.argv[1], map_location='cpu', weights_only=True); "
      + "w = next((w[k] for k in ('model', 'state_dict', 'model_state_dict') if k in w), w); "
      + "s.save_file({k: v.clone().contiguous() for k, v in w.items() if torch.is_tensor(v)}, sys.argv[2], "
      + "{'format': 'pt'})"
    return "python3 -c \"\(code)\" \(quoted(file.path)) \(quoted(target.path))"
  }

  /// A path as a shell reads it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789/._-+".unicodeScalars.contains($0))
    }
    return isPlain ? path : "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
