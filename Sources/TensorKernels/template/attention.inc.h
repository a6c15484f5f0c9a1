// The element-wise part of attention over a block of queries: scores to probabilities, and their gradient.

/// How many keys the query at a position sees.
INLINE size_t keys_in_sight(size_t position, size_t cols, bool causal) {
  return causal && position < cols ? position + 1 : cols;
}

/// scale·score − slope·distance for the keys from column i on; lanes beyond k are −∞.
INLINE V attention_logits(const T *scores, size_t i, size_t k, T position, T scale, T slope, bool alibi) {
  V logits = load(scores + i, k) * scale;
  if (alibi) logits -= slope * absolute((position - (T)i) - lanes_as_numbers());
  return first_lanes(logits, k, -INFINITY);
}

/// Softmax of one row; the sum of exponentials, and in `shift` what was subtracted before them.
INLINE T attention_row(T *scores, size_t seen, T position, T scale, T slope, bool alibi, T *shift) {
  V largest = splat(-INFINITY), total = splat(0), rest = splat(0);
  SWEEP(seen, largest = larger(attention_logits(scores, i, k, position, scale, slope, alibi), largest););
  const T highest = largest_lane(largest);
  SWEEP(seen, {
    const V e = v_exp(attention_logits(scores, i, k, position, scale, slope, alibi) - highest);
    total += e;
    rest = e;
    if (k == W) store(scores + i, k, e);
  });
  const T sum = sum_of_lanes(total);
  scale_row(scores, seen, 1 / sum, rest);
  *shift = highest;
  return sum;
}

static void k_attention_softmax(T *scores, size_t rows, size_t cols, size_t stride, size_t first, bool causal, T scale,
                                T slope, T *log_sum) {
  for (size_t start = 0; start < rows; start += W) {
    const size_t count = start + W < rows ? W : rows - start;
    T shifts[W], sums[W];
    for (size_t j = 0; j < count; j++, scores += stride) {
      const size_t query = first + start + j, seen = keys_in_sight(query, cols, causal);
      sums[j] = slope != 0 ? attention_row(scores, seen, (T)query, scale, slope, true, &shifts[j])
                           : attention_row(scores, seen, (T)query, scale, 0, false, &shifts[j]);
      k_fill(0, scores + seen, cols - seen);
    }
    if (log_sum) {
      add_logs(shifts, sums, count);
      for (size_t j = 0; j < count; j++) log_sum[start + j] = sums[j];
    }
  }
}

static void k_attention_probabilities(T *scores, size_t rows, size_t cols, size_t stride, size_t first, bool causal,
                                      T scale, T slope, const T *log_sum) {
  for (size_t r = 0; r < rows; r++, scores += stride) {
    const size_t seen = keys_in_sight(first + r, cols, causal);
    const T position = (T)(first + r), sum = log_sum[r];
    if (slope != 0) {
      SWEEP(seen, store(scores + i, k, v_exp(attention_logits(scores, i, k, position, scale, slope, true) - sum)););
    } else {
      SWEEP(seen, store(scores + i, k, v_exp(attention_logits(scores, i, k, position, scale, 0, false) - sum)););
    }
    k_fill(0, scores + seen, cols - seen);
  }
}

static void k_attention_gradient(const T *p, T *dp, size_t rows, size_t cols, size_t stride, size_t first, bool causal,
                                 T scale) {
  for (size_t r = 0; r < rows; r++, p += stride, dp += stride) {
    const size_t seen = keys_in_sight(first + r, cols, causal);
    V total = splat(0);
    SWEEP(seen, total += load(p + i, k) * load(dp + i, k););
    const T mean = sum_of_lanes(total);
    SWEEP(seen, store(dp + i, k, load(p + i, k) * scale * (load(dp + i, k) - mean)););
    k_fill(0, dp + seen, cols - seen);
  }
}
