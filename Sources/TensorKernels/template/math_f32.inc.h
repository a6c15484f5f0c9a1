// Transcendental functions in single precision: range reduction and polynomials, no branches, no tables.
// The polynomials are those of Cephes (S. Moshier, single precision), which are minimax on the reduced ranges.

/// p · 2ⁿ for an integral n in −300 … 300, rounded once more where the result is subnormal.
INLINE V times_power_of_two(V p, V n) {
#if TK_VECTOR_BYTES == 64
  return (V)_mm512_scalef_ps((__m512)p, (__m512)n);
#else
  const I e = __builtin_convertvector(n, I), half = e >> 1;
  return p * (V)((half + 127) << 23) * (V)((e - half + 127) << 23);
#endif
}

static const T to_integral = 12582912.0f;  // 1.5 · 2²³: adding it leaves no bits for a fraction

/// x = n·ln 2 + r with integral n and |r| ≤ ½ ln 2. The upper part of ln 2 has 9 bits, so that n · upper is exact.
INLINE V reduce_for_exp(V x, V *n) {
  const V shifted = x * 1.44269504088896341f + to_integral;
  *n = shifted - to_integral;
  return x - *n * 0.693359375f - *n * -2.12194440e-4f;
}

/// eʳ − 1 for |r| ≤ ½ ln 2, with a small relative error.
INLINE V small_expm1(V r) {
  V q = r * 1.9875691500e-4f + 1.3981999507e-3f;
  q = q * r + 8.3334519073e-3f;
  q = q * r + 4.1665795894e-2f;
  q = q * r + 1.6666665459e-1f;
  q = q * r + 5.0000001201e-1f;
  return q * (r * r) + r;
}

INLINE V v_exp(V x) {
  x = choose(x > 89.0f, splat(89.0f), x);  // e⁸⁹ overflows, e⁻¹⁰⁴ rounds to 0; NaN stays
  x = choose(x < -104.0f, splat(-104.0f), x);
  V n;
  const V r = reduce_for_exp(x, &n);
  return times_power_of_two(small_expm1(r) + 1.0f, n);
}

INLINE V v_log(V x) {
  // x = 2ᵉ · m with m in √½ … √2; subnormal numbers are scaled first.
  const I tiny = x < FLT_MIN;
  const I bits = (I)choose(tiny, x * 8388608.0f, x) + (0x3f800000 - 0x3f3504f3);
  const V e = __builtin_convertvector((bits >> 23) - 127 - (tiny & 23), V);
  const V f = (V)((bits & 0x007fffff) + 0x3f3504f3) - 1.0f;
  V p = f * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  const V z = f * f;
  const V tail = p * (f * z) + e * -2.12194440e-4f - 0.5f * z;
  V y = (f + tail) + e * 0.693359375f;
  y = choose(x < INFINITY, y, x);  // +∞ and NaN
  y = choose(x == 0.0f, splat(-INFINITY), y);
  return choose(x < 0.0f, splat(NAN), y);
}

/// tanh |x| = t / (t + 2) with t = e²ˣ − 1, which has no cancellation near 0.
INLINE V v_tanh(V x) {
  V a = absolute(x);
  a = choose(a > 10.0f, splat(10.0f), a);  // tanh 10 rounds to 1
  V n;
  const V small = small_expm1(reduce_for_exp(a + a, &n));
  const V power = (V)(((I)(n + to_integral) << 23) + 0x3f800000);
  const V t = power * small + (power - 1.0f);
  return __builtin_elementwise_copysign(t / (t + 2.0f), x);
}

INLINE T scalar_log(T x) { return v_log(splat(x))[0]; }
INLINE T scalar_root(T x) { return __builtin_elementwise_sqrt(x); }
