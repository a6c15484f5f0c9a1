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

/// What a step of a program computes from its operands u, v and w; accuracies as of the kernels of the same names. Gradients take
/// y = f(x), or x for GELU, and the gradient by it.
typedef enum {
  TK_ADD,
  TK_SUBTRACT,
  TK_MULTIPLY,
  TK_DIVIDE,
  TK_AFFINE,  // scale · u + offset
  TK_EXP,
  TK_LOG,
  TK_TANH,
  TK_SIGMOID,
  TK_GELU,
  TK_RELU,
  TK_SQUARE_ROOT,
  TK_TANH_GRADIENT,     // v · (1 − u²)
  TK_SIGMOID_GRADIENT,  // v · u · (1 − u)
  TK_TANH_GRADIENT_OF_PRODUCT,     // v · w · (1 − u²)
  TK_SIGMOID_GRADIENT_OF_PRODUCT,  // v · w · u · (1 − u)
  TK_GELU_GRADIENT,
  TK_RELU_GRADIENT,
} tk_pointwise_code;

/// One step of a program: y = f(a, b, c), and the addend on top if there is one. Operands are numbers, see `pointwise`; −1: none.
typedef struct {
  tk_pointwise_code code;
  int32_t a, b, c, addend, y;
  double scale, offset;
} tk_pointwise_step;

/// Elements of scratch memory for each intermediate value of a program.
enum { TK_SCRATCH = 512 };

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

/// The size of a large page where there are such, to which memory must be aligned.
enum { TK_LARGE_PAGE = 1 << 21 };

/// Asks the system for large pages in memory that has not been written to yet: what is read from end to end then comes up to half faster, since
/// fewer addresses have to be looked up. Only on Linux.
void tk_prefer_large_pages(void *memory, size_t bytes);

/// Gives what the process has freed back to the system: glibc keeps it, apart for each thread that ever ran. Elsewhere it does nothing.
void tk_give_back_memory(void);

/// The core that the calling thread runs on; −1 where that is not known (on systems other than Linux).
int tk_current_core(void);

/// Moves the calling thread to another core than the given one and leaves it free to move on; does nothing where that is not possible.
/// Some kernels start or wake a thread on the core of the one that asked for it, and take tens of milliseconds to notice that
/// another is idle. `place` tells threads that leave the same core apart.
void tk_leave_core(int core, size_t place);
