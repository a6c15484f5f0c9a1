// What has been freed, and is still the process's.

import TensorKernels

/// Memory that has been freed.
public enum FreedMemory {
  /// Gives it back to the system, so that work which comes after other work does not take the memory of both.
  /// - Complexity: some milliseconds, and as much again where the memory is taken anew; not for loops.
  public static func giveBack() { tk_give_back_memory() }
}
