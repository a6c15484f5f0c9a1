// Element-wise kernels: functions, derivatives, arithmetic, and a row vector against the rows of a matrix.

/// σ(x), and σ(−x) in `complement`: from e^−|x|, so that neither overflows nor cancels.
INLINE V sigmoid_pair(V x, V *complement) {
  const V e = v_exp(-absolute(x));
  const V whole = 1.0f / (e + 1.0f);
  const V part = e * whole;
  const I negative = x < (T)0;
  *complement = choose(negative, whole, part);
  return choose(negative, part, whole);
}

INLINE V v_sigmoid(V x) {
  const V e = v_exp(-absolute(x));
  return choose(x < (T)0, e, splat(1)) / (e + (T)1);
}

/// 2·√(2/π)·(x + 0.044715 x³), so that GELU is x · σ of it.
INLINE V gelu_argument(V x) {
  const T linear = (T)1.5957691216057307117597842397375, cubic = linear * (T)0.044715;
  return x * (cubic * (x * x) + linear);
}

INLINE V v_gelu(V x) {
  const V factor = choose(x < (T)-40, splat(-40), x);  // below, σ is 0; −∞ · 0 would be NaN
  return factor * v_sigmoid(gelu_argument(x));
}

/// The derivative; with it, GELU itself in `value`.
INLINE V gelu_pair(V x, V *value) {
  const V above = choose(x < (T)-40, splat(-40), x), inside = choose(x > (T)40, splat(40), above);
  const T linear = (T)1.5957691216057307117597842397375, cubic = 3 * linear * (T)0.044715;
  V complement;
  const V s = sigmoid_pair(gelu_argument(inside), &complement);  // beyond ±40, σ is 0 or 1
  *value = above * s;
  return s + inside * (s * complement) * (cubic * (inside * inside) + linear);
}

INLINE V v_gelu_derivative(V x) {
  V value;
  return gelu_pair(x, &value);
}

INLINE V v_relu(V x) { return choose(x <= (T)0, splat(0), x); }  // NaN stays
INLINE V v_square_root(V x) { return __builtin_elementwise_sqrt(x); }

#define FUNCTION(name)                                                                                                 \
  static void k_##name(const T *x, T *y, size_t n) { SWEEP(n, store(y + i, k, v_##name(load(x + i, k)));); }
FUNCTION(exp)
FUNCTION(log)
FUNCTION(tanh)
FUNCTION(sigmoid)
FUNCTION(gelu)
FUNCTION(relu)
FUNCTION(square_root)

INLINE V tanh_slope(V y) { return (T)1 - y * y; }
INLINE V sigmoid_slope(V y) { return y * ((T)1 - y); }

// Loops with a choice `add` are written once and compiled for both cases.
#define BOTH_WAYS(condition, ...)                                                                                      \
  do {                                                                                                                 \
    if (condition) {                                                                                                   \
      enum { adding = true };                                                                                          \
      __VA_ARGS__                                                                                                      \
    } else {                                                                                                           \
      enum { adding = false };                                                                                         \
      __VA_ARGS__                                                                                                      \
    }                                                                                                                  \
  } while (0)

#define TWO_OPERANDS(name, a, b, y, value)                                                                             \
  static void k_##name(const T *a, const T *b, T *y, size_t n, bool add) {                                             \
    BOTH_WAYS(add, SWEEP(n, {                                                                                          \
      const V u = load(a + i, k), v = load(b + i, k);                                                                  \
      put(y + i, k, value, adding);                                                                                    \
    }););                                                                                                              \
  }
TWO_OPERANDS(tanh_gradient, y, dy, dx, v * tanh_slope(u))
TWO_OPERANDS(sigmoid_gradient, y, dy, dx, v * sigmoid_slope(u))
TWO_OPERANDS(gelu_gradient, x, dy, dx, v * v_gelu_derivative(u))
TWO_OPERANDS(relu_gradient, y, dy, dx, choose(u <= (T)0, splat(0), choose(u > (T)0, v, u)))  // NaN in y stays
TWO_OPERANDS(multiply, a, b, y, u * v)
TWO_OPERANDS(divide, a, b, y, u / v)

static void k_gelu_with_gradient(const T *x, const T *dy, T *dx, T *y, size_t n, bool add) {
  BOTH_WAYS(add, SWEEP(n, {
              V value;
              const V slope = gelu_pair(load(x + i, k), &value), upstream = load(dy + i, k);
              put(dx + i, k, upstream * slope, adding);
              store(y + i, k, value);
            }););
}

static void k_add(const T *a, const T *b, T *y, size_t n) {
  SWEEP(n, store(y + i, k, load(a + i, k) + load(b + i, k)););
}

static void k_subtract(const T *a, const T *b, T *y, size_t n) {
  SWEEP(n, store(y + i, k, load(a + i, k) - load(b + i, k)););
}

static void k_scale(T alpha, const T *x, T *y, size_t n, bool add) {
  BOTH_WAYS(add, SWEEP(n, put(y + i, k, load(x + i, k) * alpha, adding);););
}

static void k_fill(T value, T *y, size_t n) { SWEEP(n, store(y + i, k, splat(value));); }

static void k_multiply_row(const T *x, const T *row, T *y, size_t rows, size_t cols, bool add) {
  for (size_t r = 0; r < rows; r++, x += cols, y += cols) k_multiply(x, row, y, cols, add);
}
