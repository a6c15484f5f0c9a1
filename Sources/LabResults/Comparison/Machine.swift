// The machine that numbers were measured on.

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

  /// A machine as it was seen; `init(threads:)` of the lab looks at this one.
  public init(
    cpu: String, cores: Int, blas: String, blasKernel: String, kernels: String, threads: Int, operatingSystem: String
  ) {
    (self.cpu, self.cores, self.blas, self.blasKernel) = (cpu, cores, blas, blasKernel)
    (self.kernels, self.threads, self.operatingSystem) = (kernels, threads, operatingSystem)
  }
}
