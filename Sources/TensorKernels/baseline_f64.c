// The kernels in double precision for what every CPU of the architecture has: SSE2 or NEON.
#define TK_VECTOR_BYTES 16
#define TK_DOUBLE 1
#define TK_TABLE_NAME tk_baseline_f64
#include "template/kernels.inc.h"
