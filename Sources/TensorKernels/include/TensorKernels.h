// Vectorised kernels for the tensor core, in single and double precision.
//
// Every kernel exists once per instruction set; `tk_select_f32` and `tk_select_f64` hand out the table for one of them.
// All kernels accept unaligned pointers and any length, zero included. Pointers do not alias unless a kernel says so.
// Matrices are row-major and dense: `rows` rows of `cols` elements, unless a stride is given.
// A parameter `add` chooses between y = … (false) and y += … (true); with false, y is never read.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An instruction set. On arm64, `TK_BASELINE` is NEON. On x86-64 it is SSE2.
typedef enum { TK_BASELINE = 0, TK_AVX2 = 1, TK_AVX512 = 2 } tk_level;

/// The best level that this CPU and operating system run.
tk_level tk_best_level(void);

/// A level's name for people: "AVX-512", "AVX2", "SSE2", "NEON" …
const char *tk_level_name(tk_level level);

#define TK_SCALAR float
#define TK_TABLE tk_table_f32
#include "kernel_table.h"
#undef TK_SCALAR
#undef TK_TABLE

#define TK_SCALAR double
#define TK_TABLE tk_table_f64
#include "kernel_table.h"
#undef TK_SCALAR
#undef TK_TABLE

/// The kernels for one level, or NULL where this CPU cannot run it.
const tk_table_f32 *tk_select_f32(tk_level level);
const tk_table_f64 *tk_select_f64(tk_level level);

/// The core that the calling thread runs on; −1 where that is not known (on systems other than Linux).
int tk_current_core(void);

/// Moves the calling thread to another core than the given one and leaves it free to move on; does nothing where that is not possible.
/// Some kernels start or wake a thread on the core of the one that asked for it, and take tens of milliseconds to notice that
/// another is idle. `place` tells threads that leave the same core apart.
void tk_leave_core(int core, size_t place);
