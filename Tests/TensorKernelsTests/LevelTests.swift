// Which levels there are on this machine.
import TensorKernels
import Testing

@Test("The best level has tables, and so has every level below it")
func bestLevel() {
  let best = tk_best_level().rawValue
  for level in Level.allCases {
    #expect((tk_select_f32(level.value) != nil) == (level.rawValue <= best), "\(level)")
    #expect((tk_select_f64(level.value) != nil) == (level.rawValue <= best), "\(level)")
  }
}

@Test("Levels are named after their instruction sets")
func levelNames() {
  #if arch(x86_64)
    #expect(Level.allCases.map(\.description) == ["SSE2", "AVX2", "AVX-512"])
  #elseif arch(arm64)
    #expect(Level.baseline.description == "NEON")
  #endif
}
