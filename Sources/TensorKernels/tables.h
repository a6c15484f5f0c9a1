// The tables that this build contains. Which of them a CPU may use is decided in select.c.
#pragma once
#include "TensorKernels.h"

#define TK_INTERNAL extern __attribute__((visibility("hidden")))

TK_INTERNAL const tk_table_f32 tk_baseline_f32;
TK_INTERNAL const tk_table_f64 tk_baseline_f64;
#if defined(__x86_64__)
TK_INTERNAL const tk_table_f32 tk_avx2_f32, tk_avx512_f32;
TK_INTERNAL const tk_table_f64 tk_avx2_f64, tk_avx512_f64;
#endif
