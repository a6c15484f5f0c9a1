// Softmax over rows, its gradient, and cross-entropy fused with it. A row stays in the first cache between its passes.

/// The largest element, NaN left out: a NaN comes back through the sum of exponentials.
INLINE T row_maximum(const T *x, size_t n) {
  V largest = splat(-INFINITY);
  SWEEP(n, largest = larger(first_lanes(load(x + i, k), k, -INFINITY), largest););
  return largest_lane(largest);
}

/// y = exp(x − shift), and the sum of it. The lanes of the last, partial vector stay in `rest` and are not stored:
/// reading them back from memory soon after would stall. With y = NULL there is only the sum.
INLINE T exponentials(const T *x, T *y, size_t n, T shift, V *rest) {
  V total = splat(0);
  SWEEP(n, {
    const V e = v_exp(first_lanes(load(x + i, k), k, -INFINITY) - shift);
    total += e;
    *rest = e;
    if (y && k == W) store(y + i, k, e);
  });
  return sum_of_lanes(total);
}

/// y ← factor · y, with the last, partial vector from `rest`.
INLINE void scale_row(T *y, size_t n, T factor, V rest) {
  SWEEP(n, store(y + i, k, (k == W ? load(y + i, k) : rest) * factor););
}

static void k_softmax(const T *x, T *y, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++, x += cols, y += cols) {
    V rest = splat(0);
    const T total = exponentials(x, y, cols, row_maximum(x, cols), &rest);
    scale_row(y, cols, (T)1 / total, rest);
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

/// result[j] = base[j] + log(result[j]) for n ≤ W rows at once: the logarithm of one number costs as much as that of W.
INLINE void add_logs(const T *base, T *result, size_t n) {
  SWEEP(n, store(result + i, k, load(base + i, k) + v_log(load(result + i, k))););
}

/// One row of logits: the sum of its exponentials; `base` gets what its logarithm is to be added to for the loss.
INLINE T cross_entropy_row(const T *x, int32_t target, T *dx, T scale, size_t cols, T *base) {
  const T shift = row_maximum(x, cols);
  *base = shift - x[target];
  V rest = splat(0);
  const T total = exponentials(x, dx, cols, shift, &rest);
  if (dx) {
    scale_row(dx, cols, scale / total, rest);
    dx[target] -= scale;
  }
  return total;
}

static void k_cross_entropy(const T *logits, const int32_t *targets, T *losses, T *gradient, T scale, size_t rows,
                            size_t cols) {
  for (size_t start = 0; start < rows; start += W) {
    const size_t end = start + W < rows ? start + W : rows;
    T base[W];
    for (size_t r = start; r < end; r++) {
      const T *const x = logits + r * cols;
      T *const dx = gradient ? gradient + r * cols : NULL;
      if (targets[r] >= 0) {
        losses[r] = dx ? cross_entropy_row(x, targets[r], dx, scale, cols, &base[r - start])
                       : cross_entropy_row(x, targets[r], NULL, scale, cols, &base[r - start]);
      } else {
        losses[r] = 1;  // log 1 = 0
        base[r - start] = 0;
        if (dx) k_fill(0, dx, cols);
      }
    }
    add_logs(base, losses + start, end - start);
  }
}
