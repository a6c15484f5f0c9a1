// The machine that numbers were measured on.

import Foundation
import TensorCore

/// The machine that a comparison ran on.
public struct Machine: Codable, Equatable, Sendable {
  public var cpu: String
  public var cores: Int
  /// OpenBLAS's version and build options, and the CPU family whose kernels it picked.
  public var blas: String
  public var blasKernel: String
  /// The instruction set of the lab's own kernels.
  public var kernels: String
  public var threads: Int
  public var operatingSystem: String

  /// This machine.
  public init(threads: Int) {
    cpu = Self.cpuName
    cores = ThreadTeam.availableCores
    blas = BLAS.configuration.trimmingCharacters(in: .whitespaces)
    blasKernel = BLAS.kernelName
    kernels = KernelLevel.current
    self.threads = threads
    operatingSystem = ProcessInfo.processInfo.operatingSystemVersionString
  }

  private static var cpuName: String {
    let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}
