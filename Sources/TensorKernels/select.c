// Hands out the tables that the CPU and the operating system can run.
#include "tables.h"

#if defined(__x86_64__)

static bool runs(tk_level level) {
  __builtin_cpu_init();
  switch (level) {
  case TK_BASELINE:
    return true;
  case TK_AVX2:
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  case TK_AVX512:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") && runs(TK_AVX2);
  }
  return false;
}

tk_level tk_best_level(void) { return runs(TK_AVX512) ? TK_AVX512 : runs(TK_AVX2) ? TK_AVX2 : TK_BASELINE; }

const char *tk_level_name(tk_level level) {
  return level == TK_AVX512 ? "AVX-512" : level == TK_AVX2 ? "AVX2" : "SSE2";
}

const tk_table_f32 *tk_select_f32(tk_level level) {
  if (!runs(level)) return NULL;
  return level == TK_AVX512 ? &tk_avx512_f32 : level == TK_AVX2 ? &tk_avx2_f32 : &tk_baseline_f32;
}

const tk_table_f64 *tk_select_f64(tk_level level) {
  if (!runs(level)) return NULL;
  return level == TK_AVX512 ? &tk_avx512_f64 : level == TK_AVX2 ? &tk_avx2_f64 : &tk_baseline_f64;
}

#else

tk_level tk_best_level(void) { return TK_BASELINE; }

const char *tk_level_name(tk_level level) {
  (void)level;
#if defined(__aarch64__)
  return "NEON";
#else
  return "baseline";
#endif
}

const tk_table_f32 *tk_select_f32(tk_level level) { return level == TK_BASELINE ? &tk_baseline_f32 : NULL; }
const tk_table_f64 *tk_select_f64(tk_level level) { return level == TK_BASELINE ? &tk_baseline_f64 : NULL; }

#endif
