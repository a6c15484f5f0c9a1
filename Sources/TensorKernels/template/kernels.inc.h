// Defines one table of kernels: for one instruction set (TK_VECTOR_BYTES; the includer has pushed the target attribute)
// and one scalar type (TK_DOUBLE), under the name TK_TABLE_NAME. Included once per source file.
#include "headers.inc.h"

#include "vector.inc.h"
#if TK_DOUBLE
#include "math_f64.inc.h"
#else
#include "math_f32.inc.h"
#endif
#include "elementwise.inc.h"
#include "reductions.inc.h"
#include "transpose.inc.h"
#include "product.inc.h"
#include "softmax.inc.h"
#include "layer_norm.inc.h"
#include "pointwise.inc.h"
#include "attention.inc.h"
#include "training.inc.h"

#if TK_DOUBLE
const tk_table_f64 TK_TABLE_NAME = {
#else
const tk_table_f32 TK_TABLE_NAME = {
#endif
  .exp = k_exp,
  .log = k_log,
  .tanh = k_tanh,
  .sigmoid = k_sigmoid,
  .gelu = k_gelu,
  .relu = k_relu,
  .square_root = k_square_root,
  .tanh_gradient = k_tanh_gradient,
  .sigmoid_gradient = k_sigmoid_gradient,
  .gelu_gradient = k_gelu_gradient,
  .gelu_with_gradient = k_gelu_with_gradient,
  .relu_gradient = k_relu_gradient,
  .add = k_add,
  .subtract = k_subtract,
  .multiply = k_multiply,
  .divide = k_divide,
  .scale = k_scale,
  .fill = k_fill,
  .multiply_row = k_multiply_row,
  .sum_rows = k_sum_rows,
  .sum = k_sum,
  .dot = k_dot,
  .all_finite = k_all_finite,
  .softmax = k_softmax,
  .softmax_gradient = k_softmax_gradient,
  .cross_entropy = k_cross_entropy,
  .layer_norm = k_layer_norm,
  .layer_norm_gradient = k_layer_norm_gradient,
  .pointwise = k_pointwise,
  .attention_softmax = k_attention_softmax,
  .attention_probabilities = k_attention_probabilities,
  .attention_gradient = k_attention_gradient,
  .gather_rows = k_gather_rows,
  .scatter_add_rows = k_scatter_add_rows,
  .product = k_product,
  .transpose = k_transpose,
  .gather = k_gather,
  .scatter = k_scatter,
  .rotate = k_rotate,
  .dropout = k_dropout,
  .adamw = k_adamw,
};
