// What an input may cost: the memory that is allocated while it is read, and the processor's time.
#ifndef FUZZ_WATCH_H
#define FUZZ_WATCH_H

#include <stddef.h>

/// Begins to watch; what is allocated already does not count.
void watch_begin(void);

/// Ends the program with words, if more than `bytes` were alive at once since `watch_begin`, or it took more than `seconds` of this
/// thread's time.
void watch_end(size_t bytes, double seconds);

#endif
