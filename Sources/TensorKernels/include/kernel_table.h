// The table of kernels for one scalar type. Included by TensorKernels.h once per type, so no include guard.
// clang-format off
typedef struct TK_TABLE {
  // NaN and ±∞ pass through every kernel as through the formula: nothing non-finite is swallowed on the way to the loss.
  // "n ULP" bounds the error against the exact result, in units of its last place, for both types and at every level; the
  // tests measure it over all exponents. Subnormal numbers are neither read nor written as 0.

  // ── Element-wise functions: y[i] = f(x[i]). y may be x. ─────────────────────────────────────────────────────────────
  /// 1.1 ULP.
  void (*exp)(const TK_SCALAR *x, TK_SCALAR *y, size_t n);
  /// 1 ULP. −∞ at ±0, NaN below.
  void (*log)(const TK_SCALAR *x, TK_SCALAR *y, size_t n);
  /// 2.5 ULP, near 0 too.
  void (*tanh)(const TK_SCALAR *x, TK_SCALAR *y, size_t n);
  /// 2.5 ULP, in the far negative tail too.
  void (*sigmoid)(const TK_SCALAR *x, TK_SCALAR *y, size_t n);
  /// GELU in GPT-2's tanh form: ½x(1 + tanh(u)), u = √(2/π)(x + 0.044715x³), computed as x·σ(2u).
  /// 3 ULP for x ≥ 0; 3·(1 + |2u|) ULP for x < 0, where the rounding of 2u is magnified by the exponential.
  void (*gelu)(const TK_SCALAR *x, TK_SCALAR *y, size_t n);
  void (*relu)(const TK_SCALAR *x, TK_SCALAR *y, size_t n);
  /// Correctly rounded.
  void (*square_root)(const TK_SCALAR *x, TK_SCALAR *y, size_t n);

  // ── Their derivatives: dx (+)= dy · f′, from the output y or the input x as named. dx may be dy where add is false. ──
  void (*tanh_gradient)(const TK_SCALAR *y, const TK_SCALAR *dy, TK_SCALAR *dx, size_t n, bool add);
  void (*sigmoid_gradient)(const TK_SCALAR *y, const TK_SCALAR *dy, TK_SCALAR *dx, size_t n, bool add);
  /// The error of f′ is at most 2 epsilon, absolutely: f′ crosses 0 near x = −0.75.
  void (*gelu_gradient)(const TK_SCALAR *x, const TK_SCALAR *dy, TK_SCALAR *dx, size_t n, bool add);
  /// Both at once, for one exponential: dx (+)= dy · gelu′(x), y = gelu(x). y may be dy.
  void (*gelu_with_gradient)(const TK_SCALAR *x, const TK_SCALAR *dy, TK_SCALAR *dx, TK_SCALAR *y, size_t n, bool add);
  /// The derivative at 0 is 0. y > 0 exactly where x > 0, so either may be given.
  void (*relu_gradient)(const TK_SCALAR *y, const TK_SCALAR *dy, TK_SCALAR *dx, size_t n, bool add);

  // ── Two operands: y = a ∘ b. y may be a or b. ───────────────────────────────────────────────────────────────────────
  void (*add)(const TK_SCALAR *a, const TK_SCALAR *b, TK_SCALAR *y, size_t n);
  void (*subtract)(const TK_SCALAR *a, const TK_SCALAR *b, TK_SCALAR *y, size_t n);
  void (*multiply)(const TK_SCALAR *a, const TK_SCALAR *b, TK_SCALAR *y, size_t n, bool add);
  void (*divide)(const TK_SCALAR *a, const TK_SCALAR *b, TK_SCALAR *y, size_t n, bool add);
  /// y (+)= alpha · x. y may be x.
  void (*scale)(TK_SCALAR alpha, const TK_SCALAR *x, TK_SCALAR *y, size_t n, bool add);
  void (*fill)(TK_SCALAR value, TK_SCALAR *y, size_t n);

  // ── A row vector against every row of a matrix. y may be x. ─────────────────────────────────────────────────────────
  void (*multiply_row)(const TK_SCALAR *x, const TK_SCALAR *row, TK_SCALAR *y, size_t rows, size_t cols, bool add);
  /// y[c] (+)= Σ_r x[r, c].
  void (*sum_rows)(const TK_SCALAR *x, TK_SCALAR *y, size_t rows, size_t cols, bool add);

  // ── Reductions. Sums are accumulated in several lanes in a fixed order: same input and level, same bits. ────────────
  double (*sum)(const TK_SCALAR *x, size_t n);
  double (*dot)(const TK_SCALAR *x, const TK_SCALAR *y, size_t n);
  bool (*all_finite)(const TK_SCALAR *x, size_t n);

  // ── Softmax over each row. y may be x. ──────────────────────────────────────────────────────────────────────────────
  /// A row that holds NaN or +∞, or nothing but −∞, becomes all NaN.
  void (*softmax)(const TK_SCALAR *x, TK_SCALAR *y, size_t rows, size_t cols);
  /// dx (+)= y ⊙ (dy − Σ_c y·dy). dx may be dy where add is false.
  void (*softmax_gradient)(const TK_SCALAR *y, const TK_SCALAR *dy, TK_SCALAR *dx, size_t rows, size_t cols, bool add);

  /// Cross-entropy of each row of logits against a target column, in nats.
  /// losses[r] = log Σ_c exp(x[r, c]) − x[r, targets[r]]; gradient = scale · (softmax(x) − onehot(target)).
  /// A negative target is ignored: loss 0, gradient 0; targets are below cols. gradient may be NULL, or the same as logits.
  void (*cross_entropy)(const TK_SCALAR *logits, const int32_t *targets, TK_SCALAR *losses, TK_SCALAR *gradient,
                        TK_SCALAR scale, size_t rows, size_t cols);

  // ── Layer normalisation over each row: y = gain ⊙ (x − mean) · rstd + bias, rstd = 1/√(variance + epsilon). ─────────
  // mean and rstd [rows] are written for the gradient.
  void (*layer_norm)(const TK_SCALAR *x, const TK_SCALAR *gain, const TK_SCALAR *bias, TK_SCALAR epsilon,
                     TK_SCALAR *y, TK_SCALAR *mean, TK_SCALAR *rstd, size_t rows, size_t cols);
  /// dx (+)= …; dgain += …; dbias += … (the two always add). dx may be NULL. dx may be dy where add is false.
  void (*layer_norm_gradient)(const TK_SCALAR *x, const TK_SCALAR *gain, const TK_SCALAR *mean, const TK_SCALAR *rstd,
                              const TK_SCALAR *dy, TK_SCALAR *dx, TK_SCALAR *dgain, TK_SCALAR *dbias,
                              size_t rows, size_t cols, bool add);

  // ── Programs of element-wise steps. ─────────────────────────────────────────────────────────────────────────────────
  /// Runs `count` steps over [rows, cols], block by block, all steps on a block before the next one. An operand below `slot_count` is
  /// the matrix slots[i], whose rows are strides[i] apart; the others are intermediate values, which live in `scratch` (TK_SCRATCH
  /// elements each) and are gone afterwards. Operands may be the same slot, and slots the same memory with the same stride.
  void (*pointwise)(const tk_pointwise_step *steps, size_t count, TK_SCALAR *const *slots, const size_t *strides,
                    size_t slot_count, size_t rows, size_t cols, TK_SCALAR *scratch);

  // ── Attention over a block of queries. scores [rows, cols], consecutive rows `stride` apart. ────────────────────────
  // Row r is the query at position `first + r`; column c is the key at position c.
  // With `causal`, columns c > first + r are out of sight: they come out as exactly 0 and are not read.
  // The logit is scale·scores[r, c] − slope·(first + r − c) for c ≤ first + r, and − slope·(c − first − r) beyond (ALiBi; slope 0 without).
  /// In place: scores become probabilities. log_sum [rows], if not NULL, gets log Σ exp(logit) for the gradient.
  void (*attention_softmax)(TK_SCALAR *scores, size_t rows, size_t cols, size_t stride, size_t first, bool causal,
                            TK_SCALAR scale, TK_SCALAR slope, TK_SCALAR *log_sum);
  /// In place, from log_sum of an earlier attention_softmax: scores become the same probabilities again,
  /// up to the rounding of log_sum (a relative error near |log_sum| · epsilon).
  void (*attention_probabilities)(TK_SCALAR *scores, size_t rows, size_t cols, size_t stride, size_t first, bool causal,
                                  TK_SCALAR scale, TK_SCALAR slope, const TK_SCALAR *log_sum);
  /// In place: dp, the gradient by the probabilities p, becomes that by the raw scores:
  /// scale · p ⊙ (dp − Σ_c p·dp), and exactly 0 where out of sight. p and dp share stride.
  void (*attention_gradient)(const TK_SCALAR *p, TK_SCALAR *dp, size_t rows, size_t cols, size_t stride, size_t first,
                             bool causal, TK_SCALAR scale);

  // ── Rows by index. ──────────────────────────────────────────────────────────────────────────────────────────────────
  /// y[r, :] = table[index[r], :].
  void (*gather_rows)(const TK_SCALAR *table, const int32_t *index, TK_SCALAR *y, size_t rows, size_t cols);
  /// table[index[r], :] += dy[r, :], rows in order.
  void (*scatter_add_rows)(const TK_SCALAR *dy, const int32_t *index, TK_SCALAR *table, size_t rows, size_t cols);

  /// The matrix product c = start + bias + a·b, of a [m, k] and b [k, n].
  /// Element (i, p) of a is a[i·a_row + p·a_col], where one of the two strides is 1. Element (p, j) of b is b[p·b_row + j], or
  /// b[j·b_row + p] if it is stored transposed. start [m, n] and bias [n] may be NULL (zeros); start may be c itself, a and b not.
  void (*product)(const TK_SCALAR *a, size_t a_row, size_t a_col, const TK_SCALAR *b, size_t b_row,
                  bool b_is_transposed, const TK_SCALAR *start, size_t start_row, const TK_SCALAR *bias, TK_SCALAR *c,
                  size_t c_row, size_t m, size_t n, size_t k);

  /// y[c, r] = x[r, c]; x is [rows, cols], y is [cols, rows], their rows x_row and y_row apart.
  void (*transpose)(const TK_SCALAR *x, size_t x_row, TK_SCALAR *y, size_t y_row, size_t rows, size_t cols);

  // ── A run of elements that stand `stride` apart. ────────────────────────────────────────────────────────────────────
  /// y[i] = x[i·stride].
  void (*gather)(const TK_SCALAR *x, size_t stride, TK_SCALAR *y, size_t n);
  /// y[i·stride] (+)= x[i]; what is between stays.
  void (*scatter)(const TK_SCALAR *x, TK_SCALAR *y, size_t stride, size_t n, bool add);

  /// Turns pairs in place: (x[i], x[half + i]) by the angle whose cosine and sine are given, for each of `count` consecutive blocks
  /// of 2·half elements. `direction` is 1 or −1, the sign of the angle.
  void (*rotate)(TK_SCALAR *x, const TK_SCALAR *cosines, const TK_SCALAR *sines, TK_SCALAR direction, size_t count,
                 size_t half);

  /// Dropout with a mask that is a function of (seed, position), so that nothing need be stored for the gradient:
  /// y[i] (+)= keep(seed, offset + i) ? x[i] / keep_probability : 0. y may be x.
  /// keep is SplitMix64's output number `position` from state `seed`, as a fraction of 1, being below keep_probability:
  /// the same mask at every level and in both precisions.
  void (*dropout)(const TK_SCALAR *x, TK_SCALAR *y, size_t n, uint64_t seed, size_t offset, double keep_probability,
                  bool add);

  /// One step of AdamW with decoupled decay, on n parameters, with g = gradient_scale · gradient:
  /// m ← β1·m + (1 − β1)·g; v ← β2·v + (1 − β2)·g²;
  /// p ← p − rate·decay·p − rate · (m / correction1) / (√(v / correction2) + epsilon).
  void (*adamw)(TK_SCALAR *p, const TK_SCALAR *gradient, TK_SCALAR *m, TK_SCALAR *v, size_t n, TK_SCALAR gradient_scale,
                TK_SCALAR rate, TK_SCALAR beta1, TK_SCALAR beta2, TK_SCALAR epsilon, TK_SCALAR decay,
                TK_SCALAR correction1, TK_SCALAR correction2);
} TK_TABLE;
// clang-format on
