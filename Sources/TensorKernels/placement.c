// Where threads run: a nudge to a core of their own; and where large memory lies.
#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#include <sys/mman.h>
#endif
#include "TensorKernels.h"
#if defined(__GLIBC__)
#include <malloc.h>
#endif

void tk_give_back_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

#if defined(__linux__)

int tk_current_core(void) { return sched_getcpu(); }

void tk_leave_core(int core, size_t place) {
  cpu_set_t allowed, single;
  if (core < 0 || sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  const size_t others = (size_t)CPU_COUNT(&allowed) - (CPU_ISSET(core, &allowed) ? 1 : 0);
  if (others == 0) return;
  size_t skip = place % others;
  for (int other = 0; other < CPU_SETSIZE; other++) {
    if (other == core || !CPU_ISSET(other, &allowed) || skip-- > 0) continue;
    // A mask of one core moves the thread at once; then the old mask is back.
    CPU_ZERO(&single);
    CPU_SET(other, &single);
    if (sched_setaffinity(0, sizeof single, &single) == 0) sched_setaffinity(0, sizeof allowed, &allowed);
    return;
  }
}

void tk_prefer_large_pages(void *memory, size_t bytes) {
#ifdef MADV_HUGEPAGE
  // Where it is not possible, all is as it was.
  madvise(memory, bytes / TK_LARGE_PAGE * TK_LARGE_PAGE, MADV_HUGEPAGE);
#endif
}

#else

void tk_prefer_large_pages(void *memory, size_t bytes) {
  (void)memory;
  (void)bytes;
}

int tk_current_core(void) { return -1; }

void tk_leave_core(int core, size_t place) {
  (void)core;
  (void)place;
}

#endif
