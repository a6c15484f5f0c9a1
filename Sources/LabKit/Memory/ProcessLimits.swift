// What the system lets this process have: address space and open files.

import Foundation

/// The limits that a shell sets with `ulimit`, and batch systems in other ways.
public enum ProcessLimits {
  /// Bytes of address space; nil: as many as there are.
  public static var addressSpace: Double? {
    #if os(macOS)
      soft(RLIMIT_AS)
    #else
      soft(__rlimit_resource_t(RLIMIT_AS.rawValue))
    #endif
  }

  /// Files that can be open at once; nil: as many as there are.
  public static var openFiles: Double? {
    #if os(macOS)
      soft(RLIMIT_NOFILE)
    #else
      soft(__rlimit_resource_t(RLIMIT_NOFILE.rawValue))
    #endif
  }

  #if os(macOS)
    private typealias Resource = Int32
  #else
    private typealias Resource = __rlimit_resource_t
  #endif

  private static func soft(_ resource: Resource) -> Double? {
    var limits = rlimit()
    // "No limit" is the largest number there is, or nearly.
    guard getrlimit(resource, &limits) == 0, limits.rlim_cur < 1 << 60 else { return nil }
    return Double(limits.rlim_cur)
  }
}
