// Softmax over rows, its gradient, and cross-entropy fused with it. A row stays in the first cache between its passes.

/// The largest element, NaN left out: a NaN comes back through the sum of exponentials.
INLINE T row_maximum(const T *x, size_t n) {
  V largest = splat(-INFINITY);
  SWEEP(n, largest = larger(first_lanes(load(x + i, k), k, -INFINITY), largest););
  return largest_lane(largest);
}

/// y = exp(x − shift) unless y is NULL; the sum of it.
INLINE T exponentials(const T *x, T *y, size_t n, T shift) {
  V total = splat(0);
  SWEEP(n, const V e = v_exp(first_lanes(load(x + i, k), k, -INFINITY) - shift); total += e; if (y) store(y + i, k, e););
  return sum_of_lanes(total);
}

INLINE void scale_row(T *y, size_t n, T factor) { SWEEP(n, store(y + i, k, load(y + i, k) * factor);); }

static void k_softmax(const T *x, T *y, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++, x += cols, y += cols) {
    const T total = exponentials(x, y, cols, row_maximum(x, cols));
    scale_row(y, cols, (T)1 / total);
  }
}

static void k_softmax_gradient(const T *y, const T *dy, T *dx, size_t rows, size_t cols, bool add) {
  for (size_t r = 0; r < rows; r++, y += cols, dy += cols, dx += cols) {
    V product = splat(0);
    SWEEP(cols, product += load(y + i, k) * load(dy + i, k););
    const T mean = sum_of_lanes(product);
    BOTH_WAYS(add, SWEEP(cols, put(dx + i, k, load(y + i, k) * (load(dy + i, k) - mean), adding);););
  }
}

static void k_cross_entropy(const T *logits, const int32_t *targets, T *losses, T *gradient, T scale, size_t rows,
                            size_t cols) {
  for (size_t r = 0; r < rows; r++) {
    const T *const x = logits + r * cols;
    T *const dx = gradient ? gradient + r * cols : NULL;
    const int32_t target = targets[r];
    if (target < 0) {
      losses[r] = 0;
      if (dx) k_fill(0, dx, cols);
      continue;
    }
    const T shift = row_maximum(x, cols), wanted = x[target];
    const T total = dx ? exponentials(x, dx, cols, shift) : exponentials(x, NULL, cols, shift);
    losses[r] = scalar_log(total) - (wanted - shift);
    if (dx) {
      scale_row(dx, cols, scale / total);
      dx[target] -= scale;
    }
  }
}
