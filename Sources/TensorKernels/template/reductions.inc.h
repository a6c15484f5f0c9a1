// Sums and checks. Long sums run in double precision; sums over rows in the scalar type.

/// Σ x over one row, in four vectors of partial sums.
INLINE T row_sum(const T *x, size_t n) {
  V a = splat(0), b = a, c = a, d = a;
  size_t j = 0;
  for (; j + 4 * W <= n; j += 4 * W) {
    a += load_whole(x + j);
    b += load_whole(x + j + W);
    c += load_whole(x + j + 2 * W);
    d += load_whole(x + j + 3 * W);
  }
  SWEEP(n - j, a += load(x + j + i, k););
  return sum_of_lanes((a + b) + (c + d));
}

/// Four rows at a time, so that y is read and written once for four rows of x.
static void k_sum_rows(const T *x, T *y, size_t rows, size_t cols, bool add) {
  if (!add) k_fill(0, y, cols);
  size_t r = 0;
  for (; r + 4 <= rows; r += 4, x += 4 * cols) {
    const T *const b = x + cols, *const c = b + cols, *const d = c + cols;
    SWEEP(cols, put(y + i, k, (load(x + i, k) + load(b + i, k)) + (load(c + i, k) + load(d + i, k)), true););
  }
  for (; r < rows; r++, x += cols) k_add(y, x, y, cols);
}

INLINE double sum_of_wide_lanes(const D *v) {
  double part[W];
  __builtin_memcpy(part, v, sizeof part);
  for (int half = W / 2; half > 0; half /= 2) {
    for (int j = 0; j < half; j++) part[j] += part[j + half];
  }
  return part[0];
}

static double k_sum(const T *x, size_t n) {
  D a = (D)0.0, b = a;
  size_t j = 0;
  for (; j + 2 * W <= n; j += 2 * W) {
    a += __builtin_convertvector(load_whole(x + j), D);
    b += __builtin_convertvector(load_whole(x + j + W), D);
  }
  SWEEP(n - j, a += __builtin_convertvector(load(x + j + i, k), D););
  a += b;
  return sum_of_wide_lanes(&a);
}

static double k_dot(const T *x, const T *y, size_t n) {
  D a = (D)0.0, b = a;
  size_t j = 0;
#define PRODUCT(at, k) __builtin_convertvector(load(x + (at), k), D) * __builtin_convertvector(load(y + (at), k), D)
  for (; j + 2 * W <= n; j += 2 * W) {
    a += PRODUCT(j, W);
    b += PRODUCT(j + W, W);
  }
  SWEEP(n - j, a += PRODUCT(j + i, k););
#undef PRODUCT
  a += b;
  return sum_of_wide_lanes(&a);
}

static bool k_all_finite(const T *x, size_t n) {
  I finite = (I)(Int)-1;
  SWEEP(n, finite &= absolute(load(x + i, k)) <= T_MAX;);
  return !any(~finite);
}
