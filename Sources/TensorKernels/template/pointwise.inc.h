// Programs of element-wise steps, run over blocks small enough for the first-level cache. See tk_pointwise_step.

#define BLOCK TK_SCRATCH  // elements of a block: the dozen operands of a recurrent cell are 2 KiB each in single precision

/// Where an operand's block starts, and how far apart its rows are.
typedef struct {
  T *base;
  size_t row;
} Operand;

/// As SWEEP, four vectors at a time where there are so many.
#define QUICK_SWEEP(n, ...)                                                                                            \
  do {                                                                                                                 \
    size_t done = 0;                                                                                                   \
    for (; done + 4 * W <= (n); done += 4 * W) {                                                                       \
      _Pragma("clang loop unroll(full)") for (size_t j = 0; j < 4; j++) {                                              \
        const size_t i = done + j * W;                                                                                 \
        enum { k = W };                                                                                                \
        __VA_ARGS__                                                                                                    \
      }                                                                                                                \
    }                                                                                                                  \
    for (; done + W <= (n); done += W) {                                                                               \
      const size_t i = done;                                                                                           \
      enum { k = W };                                                                                                  \
      __VA_ARGS__                                                                                                      \
    }                                                                                                                  \
    if (done < (n)) {                                                                                                  \
      const size_t i = done, k = (n) - done;                                                                           \
      __builtin_assume(k < W);                                                                                         \
      __VA_ARGS__                                                                                                      \
    }                                                                                                                  \
  } while (0)

/// For each row of a block: u, v and w are the operands' vectors, `value` what becomes of them; the addend, if any, comes on top.
#define STEP(CODE, value)                                                                                              \
  case CODE:                                                                                                           \
    BOTH_WAYS(addend.base != NULL, for (size_t r = 0; r < rows; r++) {                                                 \
      const T *const pa = a.base + r * a.row, *const pb = b.base + r * b.row, *const pc = c.base + r * c.row,          \
                     *const pd = addend.base + r * addend.row;                                                         \
      T *const py = y.base + r * y.row;                                                                                \
      QUICK_SWEEP(cols, {                                                                                              \
        const V u = load(pa + i, k), v = load(pb + i, k), w = load(pc + i, k);                                         \
        (void)v, (void)w, (void)pd;                                                                                    \
        const V result = value;                                                                                        \
        store(py + i, k, adding ? load(pd + i, k) + result : result);                                                  \
      });                                                                                                              \
    });                                                                                                                \
    break;

static void run_step(const tk_pointwise_step *step, Operand a, Operand b, Operand c, Operand addend, Operand y,
                     size_t rows, size_t cols) {
  const V scale = splat((T)step->scale), offset = splat((T)step->offset);
  switch (step->code) {
    STEP(TK_ADD, u + v)
    STEP(TK_SUBTRACT, u - v)
    STEP(TK_MULTIPLY, u * v)
    STEP(TK_DIVIDE, u / v)
    STEP(TK_AFFINE, u * scale + offset)
    STEP(TK_EXP, v_exp(u))
    STEP(TK_LOG, v_log(u))
    STEP(TK_TANH, v_tanh(u))
    STEP(TK_SIGMOID, v_sigmoid(u))
    STEP(TK_GELU, v_gelu(u))
    STEP(TK_RELU, v_relu(u))
    STEP(TK_SQUARE_ROOT, v_square_root(u))
    STEP(TK_TANH_GRADIENT, v * tanh_slope(u))
    STEP(TK_SIGMOID_GRADIENT, v * sigmoid_slope(u))
    STEP(TK_GELU_GRADIENT, v * v_gelu_derivative(u))
    STEP(TK_TANH_GRADIENT_OF_PRODUCT, v * w * tanh_slope(u))
    STEP(TK_SIGMOID_GRADIENT_OF_PRODUCT, v * w * sigmoid_slope(u))
    STEP(TK_RELU_GRADIENT, choose(u <= (T)0, splat(0), choose(u > (T)0, v, u)))
  }
}

static void k_pointwise(const tk_pointwise_step *steps, size_t count, T *const *slots, const size_t *strides,
                        size_t slot_count, size_t rows, size_t cols, T *scratch) {
  const size_t width = cols < BLOCK ? cols : BLOCK, height = width ? BLOCK / width : 1;
  for (size_t r = 0; r < rows; r += height) {
    const size_t block_rows = rows - r < height ? rows - r : height;
    for (size_t c = 0; c < cols; c += width) {
      const size_t block_cols = cols - c < width ? cols - c : width;
      for (size_t s = 0; s < count; s++) {
        Operand operands[5];
        const int32_t indices[5] = {steps[s].a, steps[s].b, steps[s].c, steps[s].addend, steps[s].y};
        for (int o = 0; o < 5; o++) {
          const size_t index = (size_t)indices[o];
          if (indices[o] < 0) {
            operands[o] = o < 3 ? operands[0] : (Operand){NULL, 0};  // an operand that is not there is not used
          } else if (index < slot_count) {
            operands[o] = (Operand){slots[index] + r * strides[index] + c, strides[index]};
          } else {
            operands[o] = (Operand){scratch + (index - slot_count) * BLOCK, width};
          }
        }
        run_step(&steps[s], operands[0], operands[1], operands[2], operands[3], operands[4], block_rows, block_cols);
      }
    }
  }
}
#undef STEP
#undef QUICK_SWEEP
#undef BLOCK
