// Rows by index, rotations, dropout, and the optimiser's step.

static void k_gather_rows(const T *table, const int32_t *index, T *y, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++, y += cols) {
    const T *const row = table + (size_t)index[r] * cols;
    SWEEP(cols, store(y + i, k, load(row + i, k)););
  }
}

static void k_scatter_add_rows(const T *dy, const int32_t *index, T *table, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++, dy += cols) {
    T *const row = table + (size_t)index[r] * cols;
    SWEEP(cols, put(row + i, k, load(dy + i, k), true););
  }
}

static void k_gather(const T *x, size_t stride, T *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = x[i * stride];
}

static void k_scatter(const T *x, T *y, size_t stride, size_t n, bool add) {
  if (add)
    for (size_t i = 0; i < n; i++) y[i * stride] += x[i];
  else
    for (size_t i = 0; i < n; i++) y[i * stride] = x[i];
}

static void k_rotate(T *x, const T *cosines, const T *sines, T direction, size_t count, size_t half) {
  for (size_t block = 0; block < count; block++, x += 2 * half) {
    T *const second = x + half;
    SWEEP(half, {
      const V a = load(x + i, k), b = load(second + i, k);
      const V cosine = load(cosines + i, k), sine = load(sines + i, k) * direction;
      store(x + i, k, a * cosine - b * sine);
      store(second + i, k, a * sine + b * cosine);
    });
  }
}

/// All ones in the lanes to keep: where SplitMix64's output number `position` (53 bits of it) is below a threshold.
INLINE I is_kept(uint64_t seed, uint64_t position, int64_t threshold) {
  const uint64_t golden = 0x9e3779b97f4a7c15u;
  H z = __builtin_convertvector(lane, H) * golden + (seed + (position + 1) * golden);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  typedef int64_t S __attribute__((ext_vector_type(W)));
  return __builtin_convertvector(__builtin_convertvector(z >> 11, S) < threshold, I);
}

static void k_dropout(const T *x, T *y, size_t n, uint64_t seed, size_t offset, double keep_probability, bool add) {
  const int64_t threshold = (int64_t)(keep_probability * 0x1p53);
  const T factor = (T)(1 / keep_probability);
  BOTH_WAYS(add, SWEEP(n, {
    const V kept = choose(is_kept(seed, offset + i, threshold), load(x + i, k) * factor, splat(0));
    put(y + i, k, kept, adding);
  }););
}

static void k_adamw(T *p, const T *gradient, T *m, T *v, size_t n, T gradient_scale, T rate, T beta1, T beta2, T epsilon,
                    T decay, T correction1, T correction2) {
  const T step = rate / correction1, shrink = rate * decay, spread = 1 / correction2;
  SWEEP(n, {
    const V g = load(gradient + i, k) * gradient_scale;
    const V first = load(m + i, k) * beta1 + g * (1 - beta1);
    const V second = load(v + i, k) * beta2 + g * g * (1 - beta2);
    const V old = load(p + i, k);
    store(m + i, k, first);
    store(v + i, k, second);
    store(p + i, k, old - old * shrink - first * step / (v_square_root(second * spread) + epsilon));
  });
}
