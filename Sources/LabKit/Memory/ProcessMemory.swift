// The memory of this process, as the system counts it.

import Foundation

/// What this process has used of memory.
public enum ProcessMemory {
  /// The most resident memory so far, in MiB.
  public static var peakMiB: Int {
    var usage = rusage()
    // RUSAGE_SELF is 0 everywhere; Linux and macOS give it different types, and count in KiB and in bytes.
    guard getrusage(0, &usage) == 0 else { return 0 }
    #if os(macOS)
      return usage.ru_maxrss / 1_048_576
    #else
      return usage.ru_maxrss / 1024
    #endif
  }

  /// Resident memory now, in bytes; 0 where the system does not tell, as on macOS.
  public static var residentBytes: Double {
    SystemText.kibibytes("VmRSS:", in: SystemText.read("/proc/self/status")) ?? 0
  }
}
