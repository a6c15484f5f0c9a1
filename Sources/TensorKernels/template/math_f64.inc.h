// Transcendental functions in double precision: the C library's, lane by lane. Doubles serve checks, not speed.
#define LANE_BY_LANE(function, x)                                                                                      \
  V y;                                                                                                                 \
  for (int j = 0; j < W; j++) y[j] = function(x[j]);                                                                   \
  return y

INLINE V v_exp(V x) { LANE_BY_LANE(exp, x); }
INLINE V v_log(V x) { LANE_BY_LANE(log, x); }
INLINE V v_tanh(V x) { LANE_BY_LANE(tanh, x); }
INLINE T scalar_log(T x) { return log(x); }
INLINE T scalar_root(T x) { return __builtin_elementwise_sqrt(x); }
