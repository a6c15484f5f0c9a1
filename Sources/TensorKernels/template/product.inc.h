// The matrix product c = start + bias + a·b.
//
// A tile of c stays in registers while the inner extent runs: TILE_ROWS rows of TILE_VECTORS vectors. Each step of the inner
// extent loads one row of b's panel and broadcasts one element of each row of a. Where many rows share it, a block of b is copied
// into panels first (and turned round on the way if it is stored transposed), so that it is read in the order of use; a's rows
// are copied only if they are stored as columns. The inner extent is cut so that a panel stays in the nearest caches.
// After Goto and van de Geijn 2008.

#if TK_VECTOR_BYTES == 64
#define TILE_ROWS 8  // 24 of 32 registers accumulate
#define TILE_VECTORS 3
#else
#define TILE_ROWS 6  // 12 of 16
#define TILE_VECTORS 2
#endif
#define PANEL (TILE_VECTORS * W)
#define WIDE 8     // vectors in a tile of one row: what it reads of b's rows is long enough to be fetched ahead
#define PANELS 4   // in a packed block of b: at most 192 KiB
#define DEPTH 256  // of the inner extent at a time
#define LINE (64 / sizeof(T))
#define ROWS_AT_ONCE 8   // of b, against a single row of a
#define LARGE (1 << 20)  // bytes of b: more than the nearest caches keep

/// One tile's place in memory. Consecutive rows of b's panel, of start and of c are `…_row` elements apart.
typedef struct {
  const T *a, *b, *start, *bias;
  T *c;
  size_t a_row, a_col, b_row, start_row, c_row, depth;
  /// Columns of the last vector that exist.
  size_t last;
} tile_place;

/// `rows`, `vectors` and `whole` are constants where this is called: every loop but the one over the depth unrolls.
INLINE void tile(const tile_place *at, const size_t rows, const size_t vectors, const bool whole) {
  const size_t last = whole ? W : at->last;
  V sum[TILE_ROWS][WIDE];  // as much of it as is used lives in registers
#pragma unroll
  for (size_t v = 0; v < vectors; v++) {
    const size_t k = v + 1 < vectors ? W : last;
    const V bias = at->bias ? load(at->bias + v * W, k) : splat(0);
#pragma unroll
    for (size_t r = 0; r < rows; r++)
      sum[r][v] = at->start ? load(at->start + r * at->start_row + v * W, k) + bias : bias;
  }
  // What will be written here, or, where c was just read, what the next tile will read.
  const T *const soon = at->c + (at->start ? vectors * W : 0);
#pragma unroll
  for (size_t r = 0; r < rows; r++)
#pragma unroll
    for (size_t v = 0; v < vectors; v++) __builtin_prefetch(soon + r * at->c_row + v * W, 1);
  const T *a = at->a, *b = at->b;
  for (size_t p = 0; p < at->depth;) {
    // The next line of each row: hardware does not guess where a row's few lines end.
#pragma unroll
    for (size_t r = 0; r < rows; r++) __builtin_prefetch(a + r * at->a_row + LINE);
    const size_t end = at->depth - p < LINE ? at->depth : p + LINE;
    for (; p < end; p++, a += at->a_col, b += at->b_row) {
      V row[WIDE];
#pragma unroll
      for (size_t v = 0; v < vectors; v++) row[v] = load(b + v * W, v + 1 < vectors ? W : last);
#pragma unroll
      for (size_t r = 0; r < rows; r++) {
        const V x = splat(a[r * at->a_row]);
#pragma unroll
        for (size_t v = 0; v < vectors; v++) sum[r][v] = x * row[v] + sum[r][v];
      }
    }
  }
#pragma unroll
  for (size_t r = 0; r < rows; r++)
#pragma unroll
    for (size_t v = 0; v < vectors; v++) store(at->c + r * at->c_row + v * W, v + 1 < vectors ? W : last, sum[r][v]);
}

#define TILE(rows, vectors)                                                                                            \
  static __attribute__((noinline)) void tile_##rows##_##vectors(const tile_place *at) {                                \
    if (at->last == W)                                                                                                 \
      tile(at, rows, vectors, true);                                                                                   \
    else                                                                                                               \
      tile(at, rows, vectors, false);                                                                                  \
  }
TILE(1, WIDE)
#if TILE_ROWS == 8
TILE(1, 1) TILE(1, 2) TILE(1, 3) TILE(2, 1) TILE(2, 2) TILE(2, 3)
TILE(4, 1) TILE(4, 2) TILE(4, 3) TILE(8, 1) TILE(8, 2) TILE(8, 3)
static void (*const tiles[][TILE_VECTORS])(const tile_place *) = {
  {tile_1_1, tile_1_2, tile_1_3}, {tile_2_1, tile_2_2, tile_2_3}, {tile_4_1, tile_4_2, tile_4_3},
  {tile_8_1, tile_8_2, tile_8_3}};
#else
TILE(1, 1) TILE(1, 2) TILE(2, 1) TILE(2, 2) TILE(4, 1) TILE(4, 2) TILE(6, 1) TILE(6, 2)
static void (*const tiles[][TILE_VECTORS])(const tile_place *) = {
  {tile_1_1, tile_1_2}, {tile_2_1, tile_2_2}, {tile_4_1, tile_4_2}, {tile_6_1, tile_6_2}};
#endif
#undef TILE

/// How many rows the next tile takes of those that are left.
INLINE size_t tile_rows(size_t left) { return left >= TILE_ROWS ? TILE_ROWS : left >= 4 ? 4 : left >= 2 ? 2 : 1; }

static void run_tile(const tile_place *at, size_t rows, size_t vectors) {
  if (vectors == WIDE)
    tile_1_WIDE(at);
  else
    tiles[rows >= TILE_ROWS ? 3 : rows / 2][vectors - 1](at);
}

/// How many vectors wide the next panel is, of those that are left. Four go as two and two, not as three and one.
INLINE size_t panel_vectors(size_t columns) {
  const size_t vectors = (columns + W - 1) / W;
  return vectors == 4 ? 2 : vectors < TILE_VECTORS ? vectors : TILE_VECTORS;
}

/// Copies a block of b, [depth, columns], into panels of whole vectors, one after the other.
static void pack_panels(const T *b, size_t b_row, bool transposed, size_t depth, size_t columns, T *to) {
  for (size_t j = 0; j < columns;) {
    const size_t width = panel_vectors(columns - j) * W;
    for (size_t v = j; v < j + width; v += W) {
      const size_t k = v >= columns ? 0 : columns - v < W ? columns - v : W;
      T *const vector = to + (v - j);
      if (transposed) {
        for (size_t p = 0; p < depth; p += W) {
          const size_t steps = depth - p < W ? depth - p : W;
          transpose_square(b + v * b_row + p, b_row, vector + p * width, width, k, steps, W);
        }
      } else {
        for (size_t p = 0; p < depth; p++) store_whole(vector + p * width, load(b + p * b_row + v, k));
      }
    }
    to += depth * width;
    j += width;
  }
}

/// Copies some rows of a that is stored by columns: TILE_ROWS numbers a step, of which `rows` are used.
static void pack_rows(const T *a, size_t a_col, size_t rows, size_t depth, T *to) {
  if (rows == TILE_ROWS)
    for (size_t p = 0; p < depth; p++) {
      __builtin_memcpy(to + p * TILE_ROWS, a + p * a_col, TILE_ROWS * sizeof(T));
      __builtin_prefetch(a + p * a_col + LINE);
    }
  else
    for (size_t p = 0; p < depth; p++)
      for (size_t r = 0; r < rows; r++) to[p * TILE_ROWS + r] = a[p * a_col + r];
}

/// A block of b against all rows of a.
static void product_block(tile_place at, size_t m, size_t columns, bool packed, bool a_is_transposed) {
  T rows_of_a[TILE_ROWS * DEPTH] __attribute__((aligned(64)));
  const tile_place whole = at;
  for (size_t i = 0, rows; i < m; i += rows) {
    rows = tile_rows(m - i);
    at = whole;
    at.a = whole.a + i * whole.a_row;
    if (a_is_transposed) {
      pack_rows(at.a, whole.a_col, rows, at.depth, rows_of_a);
      at.a = rows_of_a;
      at.a_col = TILE_ROWS;
    }
    at.c = whole.c + i * whole.c_row;
    at.start = whole.start ? whole.start + i * whole.start_row : NULL;
    for (size_t j = 0, width; j < columns; j += width) {
      const bool wide = rows == 1 && !packed && columns - j >= WIDE * W;
      const size_t vectors = wide ? WIDE : panel_vectors(columns - j);
      width = vectors * W;
      at.b_row = packed ? width : whole.b_row;
      at.last = columns - j < width ? columns - j - (vectors - 1) * W : W;
      run_tile(&at, rows, vectors);
      at.b += packed ? at.depth * width : width;
      at.c += width;
      at.start = at.start ? at.start + width : NULL;
      at.bias = at.bias ? at.bias + width : NULL;
    }
  }
}

/// Few rows of a against a transposed b: dot products of rows, W at a time, without turning b round. Of a large b, the next rows are
/// asked for meanwhile, line by line as they lie.
static void product_of_rows(const T *a, size_t a_row, const T *b, size_t b_row, const T *start, size_t start_row,
                            const T *bias, T *c, size_t c_row, size_t m, size_t n, size_t k) {
  const bool large = n * k * sizeof(T) > LARGE;
  for (size_t i = 0; i < m; i++) {
    const T *const row = a + i * a_row;
    for (size_t j = 0; j < n; j += W) {
      const size_t count = n - j < W ? n - j : W;
      V sum[W];
#pragma unroll
      for (size_t r = 0; r < W; r++) sum[r] = splat(0);
      for (size_t p = 0; p < k; p += W) {
        const size_t lanes = k - p < W ? k - p : W;
        const V x = load(row + p, lanes);
        const T *const from = b + j * b_row + p;
        if (large && n - j >= 2 * W) {
          const T *const soon = b + (j + W) * b_row + p * W;
#pragma unroll
          for (size_t r = 0; r < W; r++) __builtin_prefetch(soon + r * W, 0, 2);
        }
        if (count == W && lanes == W) {
#pragma unroll
          for (size_t r = 0; r < W; r++) sum[r] = x * load_whole(from + r * b_row) + sum[r];
        } else {
#pragma unroll
          for (size_t r = 0; r < W; r++)
            if (r < count) sum[r] = x * load(from + r * b_row, lanes) + sum[r];
        }
      }
      V dots = sums_of_lanes(sum);
      if (bias) dots += load(bias + j, count);
      if (start) dots += load(start + i * start_row + j, count);
      store(c + i * c_row + j, count, dots);
    }
  }
}

/// One row of a against a large b, some rows of b at a time. What is read once, from memory, is limited by how fast that comes: short
/// pieces of far rows, as a tile takes them, come at half the rate. So the rows after these are asked for meanwhile, line by line as they
/// lie. Each number of c sums in the tiles' order.
static void product_of_row(const T *a, size_t a_col, const T *b, size_t b_row, const T *start, const T *bias, T *c,
                           size_t n, size_t k) {
  for (size_t j = 0; j < n; j += W) {
    const size_t count = n - j < W ? n - j : W;
    const V from = bias ? load(bias + j, count) : splat(0);
    store(c + j, count, start ? load(start + j, count) + from : from);
  }
  for (size_t p = 0; p < k; p += ROWS_AT_ONCE) {
    const size_t rows = k - p < ROWS_AT_ONCE ? k - p : ROWS_AT_ONCE;
    const T *const from = b + p * b_row;
    const T *soon = p + ROWS_AT_ONCE < k ? from + ROWS_AT_ONCE * b_row : from;
    size_t asked = 0;
    V x[ROWS_AT_ONCE];
#pragma unroll
    for (size_t r = 0; r < ROWS_AT_ONCE; r++) x[r] = splat(r < rows ? a[(p + r) * a_col] : 0);
    for (size_t j = 0; j < n; j += W) {
      const size_t count = n - j < W ? n - j : W;
      V sum = load(c + j, count);
#pragma unroll
      for (size_t r = 0; r < ROWS_AT_ONCE; r++) __builtin_prefetch(soon + asked + r * W, 0, 2);
      asked += ROWS_AT_ONCE * W;
      if (asked >= n) {
        asked = 0;
        soon += b_row;
      }
      if (rows == ROWS_AT_ONCE && count == W) {
#pragma unroll
        for (size_t r = 0; r < ROWS_AT_ONCE; r++) sum = x[r] * load_whole(from + r * b_row + j) + sum;
      } else {
        for (size_t r = 0; r < rows; r++) sum = x[r] * load(from + r * b_row + j, count) + sum;
      }
      store(c + j, count, sum);
    }
  }
}

static void k_product(const T *a, size_t a_row, size_t a_col, const T *b, size_t b_row, bool b_is_transposed,
                      const T *start, size_t start_row, const T *bias, T *c, size_t c_row, size_t m, size_t n,
                      size_t k) {
  if (b_is_transposed && m <= 2 && k > 0 && a_col == 1)
    return product_of_rows(a, a_row, b, b_row, start, start_row, bias, c, c_row, m, n, k);
  if (m == 1 && !b_is_transposed && n * k * sizeof(T) > LARGE)
    return product_of_row(a, a_col, b, b_row, start, bias, c, n, k);
  T panels[PANELS * PANEL * DEPTH] __attribute__((aligned(64)));
  const bool packed = b_is_transposed || m >= 16 * TILE_ROWS, a_is_transposed = a_row == 1 && a_col != 1 && n > 2 * PANEL;
  const size_t block = packed ? PANELS * PANEL : n;
  for (size_t p = 0; p == 0 || p < k; p += DEPTH) {
    const size_t depth = k - p < DEPTH ? k - p : DEPTH;
    for (size_t j = 0; j < n; j += block) {
      const size_t columns = n - j < block ? n - j : block;
      const T *const from = b_is_transposed ? b + j * b_row + p : b + p * b_row + j;
      if (packed) pack_panels(from, b_row, b_is_transposed, depth, columns, panels);
      const tile_place place = {
        .a = a + p * a_col, .a_row = a_row, .a_col = a_col, .b = packed ? panels : from, .b_row = b_row,
        .start = p > 0 ? c + j : start ? start + j : NULL, .start_row = p > 0 ? c_row : start_row,
        .bias = bias && p == 0 ? bias + j : NULL, .c = c + j, .c_row = c_row, .depth = depth,
      };
      product_block(place, m, columns, packed, a_is_transposed);
    }
  }
}
