// One step of an LSTM, forward and backward, after the matrix products. Gates in the order i, f, g, o.

static void k_lstm_cell(T *gates, const T *c_before, T *c, T *tanh_c, T *h, size_t rows, size_t width) {
  for (size_t r = 0; r < rows; r++) {
    T *const in = gates + 4 * r * width, *const forget = in + width, *const candidate = forget + width,
            *const out = candidate + width;
    const size_t row = r * width;
    SWEEP(width, {
      const V i_gate = v_sigmoid(load(in + i, k));
      const V f_gate = v_sigmoid(load(forget + i, k));
      const V g_gate = v_tanh(load(candidate + i, k));
      const V o_gate = v_sigmoid(load(out + i, k));
      const V before = c_before ? load(c_before + row + i, k) : splat(0);
      const V cell = f_gate * before + i_gate * g_gate;
      const V squashed = v_tanh(cell);
      store(in + i, k, i_gate);
      store(forget + i, k, f_gate);
      store(candidate + i, k, g_gate);
      store(out + i, k, o_gate);
      store(c + row + i, k, cell);
      store(tanh_c + row + i, k, squashed);
      store(h + row + i, k, o_gate * squashed);
    });
  }
}

static void k_lstm_cell_gradient(const T *gates, const T *c_before, const T *tanh_c, const T *dh, const T *dc, T *dgates,
                                 T *dc_before, T *dc_total, size_t rows, size_t width) {
  const size_t f = width, g = 2 * width, o = 3 * width;
  for (size_t r = 0; r < rows; r++) {
    const T *const gate = gates + 4 * r * width;
    T *const d_gate = dgates + 4 * r * width;
    const size_t row = r * width;
    SWEEP(width, {
      const V i_gate = load(gate + i, k);
      const V f_gate = load(gate + f + i, k);
      const V g_gate = load(gate + g + i, k);
      const V o_gate = load(gate + o + i, k);
      const V before = c_before ? load(c_before + row + i, k) : splat(0);
      const V squashed = load(tanh_c + row + i, k);
      const V upstream = load(dh + row + i, k);
      const V total = load(dc + row + i, k) + upstream * o_gate * tanh_slope(squashed);
      store(d_gate + i, k, total * g_gate * sigmoid_slope(i_gate));
      store(d_gate + f + i, k, total * before * sigmoid_slope(f_gate));
      store(d_gate + g + i, k, total * i_gate * tanh_slope(g_gate));
      store(d_gate + o + i, k, upstream * squashed * sigmoid_slope(o_gate));
      store(dc_before + row + i, k, total * f_gate);
      if (dc_total) store(dc_total + row + i, k, total);
    });
  }
}
