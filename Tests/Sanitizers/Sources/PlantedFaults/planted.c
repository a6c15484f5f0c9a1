// A fault in C, for a sanitizer to find: built with the flags of the kernels.

#include "planted.h"

__attribute__((noinline)) int planted_next(int number) { return number + 1; }
