// A fault in C, for a sanitizer to find.
#ifndef PLANTED_H
#define PLANTED_H

/// The next number, and undefined behaviour for the largest.
int planted_next(int number);

#endif
