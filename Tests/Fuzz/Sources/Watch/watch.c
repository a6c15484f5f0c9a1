// Counts the allocations of the whole program: these functions take the place of the system's, and call them.

#include "watch.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

static atomic_llong live, most;
static long long before;
static double start;

static void *counted(void *memory) {
  if (memory == NULL) return NULL;
  long long now = atomic_fetch_add(&live, (long long)malloc_usable_size(memory)) + (long long)malloc_usable_size(memory);
  long long peak = atomic_load(&most);
  while (now > peak && !atomic_compare_exchange_weak(&most, &peak, now)) {}
  return memory;
}

static void gone(void *memory) {
  if (memory != NULL) atomic_fetch_sub(&live, (long long)malloc_usable_size(memory));
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }
void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void **memory, size_t alignment, size_t size) {
  *memory = memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
void *realloc(void *memory, size_t size) {
  gone(memory);
  void *larger = __libc_realloc(memory, size);
  if (larger == NULL && size > 0) counted(memory);
  return counted(larger);
}
void free(void *memory) {
  gone(memory);
  __libc_free(memory);
}

static double thread_seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void watch_begin(void) {
  before = atomic_load(&live);
  atomic_store(&most, before);
  start = thread_seconds();
}

void watch_end(size_t bytes, double seconds) {
  double taken = thread_seconds() - start;
  long long peak = atomic_load(&most) - before;
  if (peak > (long long)bytes) fprintf(stderr, "fuzz: %lld bytes alive at once, of %zu allowed\n", peak, bytes);
  if (taken > seconds) fprintf(stderr, "fuzz: %.2f s, of %.2f allowed\n", taken, seconds);
  if (peak > (long long)bytes || taken > seconds) abort();
}
