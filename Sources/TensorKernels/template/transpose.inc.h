// Transposes, a square of vectors at a time.

/// Turns a square of W rows and columns round in registers. Of x, `rows` and `cols` exist, the rest counts as 0; of y's rows, the first
/// `cols`, `lanes` numbers of each are written.
INLINE void transpose_square(const T *x, size_t x_row, T *y, size_t y_row, size_t rows, size_t cols, size_t lanes) {
  V v[W];
#pragma unroll
  for (size_t r = 0; r < W; r++) v[r] = r < rows ? load(x + r * x_row, cols) : splat(0);
  // Rows r and r + s exchange the off-diagonal halves of each pair of blocks of s lanes.
#define EXCHANGE(s)                                                                                                    \
  _Pragma("unroll") for (size_t r = 0; r < W; r++) if (!(r & s)) {                                                     \
    const I low = (lane & s) == 0;                                                                                     \
    const V upper = v[r], lower = v[r + s];                                                                            \
    v[r] = choose(low, upper, SWAP_##s(lower));                                                                        \
    v[r + s] = choose(low, SWAP_##s(upper), lower);                                                                    \
  }
#if W >= 16
  EXCHANGE(8)
#endif
#if W >= 8
  EXCHANGE(4)
#endif
#if W >= 4
  EXCHANGE(2)
#endif
  EXCHANGE(1)
#undef EXCHANGE
#pragma unroll
  for (size_t c = 0; c < W; c++)
    if (c < cols) store(y + c * y_row, lanes, v[c]);
}

/// The sum of each vector's lanes: lane r is that of x[r]. x is overwritten.
INLINE V sums_of_lanes(V x[W]) {
  // Rows r and r + s are folded onto the halves of one vector for each pair of blocks of s lanes.
#define FOLD(s)                                                                                                        \
  _Pragma("unroll") for (size_t r = 0; r < s; r++) {                                                                   \
    const I low = (lane & s) == 0;                                                                                     \
    const V upper = x[r], lower = x[r + s];                                                                            \
    x[r] = choose(low, upper, SWAP_##s(lower)) + choose(low, SWAP_##s(upper), lower);                                  \
  }
#if W >= 16
  FOLD(8)
#endif
#if W >= 8
  FOLD(4)
#endif
#if W >= 4
  FOLD(2)
#endif
  FOLD(1)
#undef FOLD
  return x[0];
}

static void k_transpose(const T *x, size_t x_row, T *y, size_t y_row, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r += W) {
    const size_t lanes = rows - r < W ? rows - r : W;
    for (size_t c = 0; c < cols; c += W)
      transpose_square(x + r * x_row + c, x_row, y + c * y_row + r, y_row, lanes, cols - c < W ? cols - c : W, lanes);
  }
}
