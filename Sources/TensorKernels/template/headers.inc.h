// What the template needs from elsewhere; included before any target attribute is pushed.
#pragma once
#include "../tables.h"
#include <float.h>
#include <math.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif
