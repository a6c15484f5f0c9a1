// The machine that numbers were measured on.

import Foundation
import TensorCore

/// The machine that a comparison ran on.
public struct Machine: Codable, Equatable, Sendable {
  /// The model of CPU; "unknown" where /proc/cpuinfo does not tell it.
  public var cpu: String
  /// Cores that the process may use.
  public var cores: Int
  /// OpenBLAS's version and build options.
  public var blas: String
  /// The CPU family whose kernels OpenBLAS picked.
  public var blasKernel: String
  /// The instruction set of the lab's own kernels.
  public var kernels: String
  /// Threads that a training step is shared by.
  public var threads: Int
  /// Name and version, as the system gives them.
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
