// Vectors of W lanes: types, loads and stores of whole and partial vectors, selection, and sums across lanes.
// Arithmetic is written with clang's vector operators; `a * b + c` in one expression becomes an FMA where there is one.
#pragma STDC FP_CONTRACT ON

#define INLINE static inline __attribute__((always_inline))

#if TK_DOUBLE
typedef double T;
typedef int64_t Int;
#define W (TK_VECTOR_BYTES / 8)
#define T_MAX DBL_MAX
#else
typedef float T;
typedef int32_t Int;
#define W (TK_VECTOR_BYTES / 4)
#define T_MAX FLT_MAX
#endif

typedef T V __attribute__((ext_vector_type(W)));         // numbers
typedef __typeof__((V)0 < (V)0) I;                       // bits of numbers, and masks: all ones or all zeros
typedef double D __attribute__((ext_vector_type(W)));    // accumulators of long sums
typedef uint64_t H __attribute__((ext_vector_type(W)));  // hashes

static const I lane = {
#if TK_VECTOR_BYTES == 64 && !TK_DOUBLE
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
#elif (TK_VECTOR_BYTES == 64) || (TK_VECTOR_BYTES == 32 && !TK_DOUBLE)
  0, 1, 2, 3, 4, 5, 6, 7
#elif (TK_VECTOR_BYTES == 32) || !TK_DOUBLE
  0, 1, 2, 3
#else
  0, 1
#endif
};

INLINE V splat(T x) { return (V)x; }
INLINE V lanes_as_numbers(void) { return __builtin_convertvector(lane, V); }
INLINE V choose(I mask, V yes, V no) { return mask ? yes : no; }
INLINE V absolute(V x) { return __builtin_elementwise_abs(x); }

// ── Memory. k is the number of lanes in use, 1 … W; it is a constant W in the body of a SWEEP. ────────────────────────

INLINE V load_whole(const T *p) {
  V v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store_whole(T *p, V v) { __builtin_memcpy(p, &v, sizeof v); }

#if TK_VECTOR_BYTES == 64
#if TK_DOUBLE
INLINE V load_part(const T *p, size_t k) { return (V)_mm512_maskz_loadu_pd((__mmask8)((1u << k) - 1), p); }
INLINE void store_part(T *p, size_t k, V v) { _mm512_mask_storeu_pd(p, (__mmask8)((1u << k) - 1), (__m512d)v); }
#else
INLINE V load_part(const T *p, size_t k) { return (V)_mm512_maskz_loadu_ps((__mmask16)((1u << k) - 1), p); }
INLINE void store_part(T *p, size_t k, V v) { _mm512_mask_storeu_ps(p, (__mmask16)((1u << k) - 1), (__m512)v); }
#endif
#elif TK_VECTOR_BYTES == 32
// Partial vectors are stored in parts: AVX's masked store is slow on some CPUs (softmax over 37 columns: +20 % on Zen 4).
#if TK_DOUBLE
INLINE V load_part(const T *p, size_t k) { return (V)_mm256_maskload_pd(p, (__m256i)(lane < (I)(Int)k)); }
INLINE void store_part(T *p, size_t k, V v) {
  if (k & 2) _mm_storeu_pd(p, (__m128d)v.lo);
  if (k & 1) p[k - 1] = k & 2 ? v[2] : v[0];
}
#else
INLINE V load_part(const T *p, size_t k) { return (V)_mm256_maskload_ps(p, (__m256i)(lane < (I)(Int)k)); }
INLINE void store_part(T *p, size_t k, V v) {
  __m128 rest = (__m128)v.lo;
  if (k & 4) {
    _mm_storeu_ps(p, rest);
    rest = (__m128)v.hi;
    p += 4;
  }
  if (k & 2) {
    _mm_storel_pi((__m64 *)p, rest);
    rest = _mm_movehl_ps(rest, rest);
    p += 2;
  }
  if (k & 1) _mm_store_ss(p, rest);
}
#endif
#else
INLINE V load_part(const T *p, size_t k) {
  (void)k;
  V v = splat(0);
  v[0] = p[0];
#if !TK_DOUBLE
  if (k > 1) v[1] = p[1];
  if (k > 2) v[2] = p[2];
#endif
  return v;
}

INLINE void store_part(T *p, size_t k, V v) {
  (void)k;
  p[0] = v[0];
#if !TK_DOUBLE
  if (k > 1) p[1] = v[1];
  if (k > 2) p[2] = v[2];
#endif
}
#endif

/// Lanes from k on are 0.
INLINE V load(const T *p, size_t k) { return k >= W ? load_whole(p) : load_part(p, k); }

INLINE void store(T *p, size_t k, V v) {
  if (k >= W)
    store_whole(p, v);
  else
    store_part(p, k, v);
}

/// v with `other` in the lanes from k on.
INLINE V first_lanes(V v, size_t k, T other) { return k >= W ? v : choose(lane < (I)(Int)k, v, splat(other)); }

/// Stores y = v or y += v.
INLINE void put(T *y, size_t k, V v, bool add) { store(y, k, add ? load(y, k) + v : v); }

/// Runs a body for i = 0, W, 2W … < n; k is the number of lanes in use: W, and in the last step what is left.
#define SWEEP(n, ...)                                                                                                  \
  do {                                                                                                                 \
    size_t i = 0;                                                                                                      \
    for (; i + W <= (n); i += W) {                                                                                     \
      enum { k = W };                                                                                                  \
      __VA_ARGS__                                                                                                      \
    }                                                                                                                  \
    if (i < (n)) {                                                                                                     \
      const size_t k = (n) - i;                                                                                        \
      __builtin_assume(k < W);                                                                                         \
      __VA_ARGS__                                                                                                      \
    }                                                                                                                  \
  } while (0)

// ── Across lanes: halves are folded onto each other, so the order is fixed. ───────────────────────────────────────────

#if W == 16
#define SWAP_8(v) __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)
#define SWAP_4(v) __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)
#define SWAP_2(v) __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)
#define SWAP_1(v) __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)
#elif W == 8
#define SWAP_4(v) __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3)
#define SWAP_2(v) __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5)
#define SWAP_1(v) __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6)
#elif W == 4
#define SWAP_2(v) __builtin_shufflevector(v, v, 2, 3, 0, 1)
#define SWAP_1(v) __builtin_shufflevector(v, v, 1, 0, 3, 2)
#else
#define SWAP_1(v) __builtin_shufflevector(v, v, 1, 0)
#endif

INLINE T sum_of_lanes(V v) {
#if W >= 16
  v += SWAP_8(v);
#endif
#if W >= 8
  v += SWAP_4(v);
#endif
#if W >= 4
  v += SWAP_2(v);
#endif
  v += SWAP_1(v);
  return v[0];
}

/// The larger of two numbers, b where either is NaN.
INLINE V larger(V a, V b) { return choose(a > b, a, b); }

INLINE T largest_lane(V v) {
#if W >= 16
  v = larger(v, SWAP_8(v));
#endif
#if W >= 8
  v = larger(v, SWAP_4(v));
#endif
#if W >= 4
  v = larger(v, SWAP_2(v));
#endif
  v = larger(v, SWAP_1(v));
  return v[0];
}

INLINE bool any(I mask) { return __builtin_reduce_or(mask) != 0; }
