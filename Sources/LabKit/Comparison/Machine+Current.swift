// The machine that this program runs on.

import Foundation
import LabResults
import TensorCore

extension Machine {
  /// This machine.
  public init(threads: Int) {
    self.init(
      cpu: Self.cpuName, cores: ThreadTeam.availableCores,
      blas: BLAS.configuration.trimmingCharacters(in: .whitespaces), blasKernel: BLAS.kernelName,
      kernels: KernelLevel.current, threads: threads,
      operatingSystem: ProcessInfo.processInfo.operatingSystemVersionString)
  }

  private static var cpuName: String {
    let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}
