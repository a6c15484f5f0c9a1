// The kernels in single precision for what every CPU of the architecture has: SSE2 or NEON.
#define TK_VECTOR_BYTES 16
#define TK_DOUBLE 0
#define TK_TABLE_NAME tk_baseline_f32
#include "template/kernels.inc.h"
