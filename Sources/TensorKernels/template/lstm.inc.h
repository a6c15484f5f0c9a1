// One step of an LSTM, forward and backward, after the matrix products. Gates in the order i, f, g, o.

static void k_lstm_cell(T *gates, const T *c_before, T *c, T *tanh_c, T *h, size_t rows, size_t width) {
  for (size_t r = 0; r < rows; r++) {
    T *const in = gates + 4 * r * width, *const forget = in + width, *const candidate = forget + width,
            *const out = candidate + width;
    const size_t row = r * width;
    SWEEP(width, const V ig = v_sigmoid(load(in + i, k)); const V fg = v_sigmoid(load(forget + i, k));
          const V cg = v_tanh(load(candidate + i, k)); const V og = v_sigmoid(load(out + i, k));
          const V before = c_before ? load(c_before + row + i, k) : splat(0); const V cell = fg * before + ig * cg;
          const V squashed = v_tanh(cell); store(in + i, k, ig); store(forget + i, k, fg); store(candidate + i, k, cg);
          store(out + i, k, og); store(c + row + i, k, cell); store(tanh_c + row + i, k, squashed);
          store(h + row + i, k, og * squashed););
  }
}

static void k_lstm_cell_gradient(const T *gates, const T *c_before, const T *tanh_c, const T *dh, const T *dc, T *dgates,
                                 T *dc_before, T *dc_total, size_t rows, size_t width) {
  for (size_t r = 0; r < rows; r++) {
    const T *const in = gates + 4 * r * width;
    T *const d_in = dgates + 4 * r * width;
    const size_t row = r * width, f = width, g = 2 * width, o = 3 * width;
    SWEEP(width, const V ig = load(in + i, k); const V fg = load(in + f + i, k); const V cg = load(in + g + i, k);
          const V og = load(in + o + i, k); const V squashed = load(tanh_c + row + i, k);
          const V upstream = load(dh + row + i, k);
          const V before = c_before ? load(c_before + row + i, k) : splat(0);
          const V total = load(dc + row + i, k) + upstream * og * tanh_slope(squashed);
          store(d_in + i, k, total * cg * sigmoid_slope(ig)); store(d_in + f + i, k, total * before * sigmoid_slope(fg));
          store(d_in + g + i, k, total * ig * tanh_slope(cg));
          store(d_in + o + i, k, upstream * squashed * sigmoid_slope(og)); store(dc_before + row + i, k, total * fg);
          if (dc_total) store(dc_total + row + i, k, total););
  }
}
