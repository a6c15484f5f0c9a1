// The kernels in double precision for x86-64 with AVX-512 (F, VL, DQ, BW).
#if defined(__x86_64__)
#include "template/headers.inc.h"
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma"))), apply_to = function)
#define TK_VECTOR_BYTES 64
#define TK_DOUBLE 1
#define TK_TABLE_NAME tk_avx512_f64
#include "template/kernels.inc.h"
#pragma clang attribute pop
#endif
