// The kernels in double precision for x86-64 with AVX2 and FMA.
#if defined(__x86_64__)
#include "template/headers.inc.h"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define TK_VECTOR_BYTES 32
#define TK_DOUBLE 1
#define TK_TABLE_NAME tk_avx2_f64
#include "template/kernels.inc.h"
#pragma clang attribute pop
#endif
