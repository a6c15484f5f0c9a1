// Layer normalisation over rows: the mean, then the variance around it, then the result, all while the row is in cache.

static void k_layer_norm(const T *x, const T *gain, const T *bias, T epsilon, T *y, T *mean, T *rstd, size_t rows,
                         size_t cols) {
  for (size_t r = 0; r < rows; r++, x += cols, y += cols) {
    const T centre = row_sum(x, cols) / (T)cols;
    V squares = splat(0);
    SWEEP(cols, {
      const V d = first_lanes(load(x + i, k) - centre, k, 0);
      squares += d * d;
    });
    const T factor = 1 / scalar_root(sum_of_lanes(squares) / (T)cols + epsilon);
    SWEEP(cols, store(y + i, k, (load(x + i, k) - centre) * factor * load(gain + i, k) + load(bias + i, k)););
    mean[r] = centre;
    rstd[r] = factor;
  }
}

/// With n = (x − mean)·rstd and g = dy ⊙ gain: dx = rstd · (g − mean(g) − n · mean(g ⊙ n)).
static void k_layer_norm_gradient(const T *x, const T *gain, const T *mean, const T *rstd, const T *dy, T *dx, T *dgain,
                                  T *dbias, size_t rows, size_t cols, bool add) {
  for (size_t r = 0; r < rows; r++) {
    const T centre = mean[r], factor = rstd[r];
    V sum = splat(0), product = splat(0);
    SWEEP(cols, {
      const V normal = (load(x + i, k) - centre) * factor;
      const V upstream = load(dy + i, k);
      const V g = upstream * load(gain + i, k);
      sum += g;
      product += g * normal;
      put(dgain + i, k, upstream * normal, true);
      put(dbias + i, k, upstream, true);
    });
    if (dx) {
      const T shift = sum_of_lanes(sum) / (T)cols, slope = sum_of_lanes(product) / (T)cols;
      BOTH_WAYS(add, SWEEP(cols, {
        const V normal = (load(x + i, k) - centre) * factor;
        const V g = load(dy + i, k) * load(gain + i, k);
        put(dx + i, k, (g - shift - normal * slope) * factor, adding);
      }););
      dx += cols;
    }
    x += cols;
    dy += cols;
  }
}
