// Preloaded into the program: counts its calls that change files, and kills it at one of them or lets one fail.
//
// FAULT=kill:N        the N-th call that changes a file does not happen, and the process is killed
// FAULT=KIND:N:ERRNO  the N-th call of a kind fails; kinds: create, write, fsync, rename, mkdir, link, remove, read, alloc
// FAULT_COUNTS=FILE   how many there were of each kind, and of all that change a file, written at the end

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { CREATE, WRITE, FSYNC, RENAME, MKDIR, LINK, REMOVE, READ, ALLOC, KINDS };
static const char *const names[KINDS] = {"create", "write", "fsync", "rename", "mkdir", "link", "remove", "read", "alloc"};
static atomic_long counts[KINDS], changes;
static long kill_at, fail_at;
static int fail_kind = -1, fail_errno;
// Smaller allocations are those of the language's runtime, which ends a program that has none left.
static const size_t large = 1 << 16;

__attribute__((constructor)) static void begin(void) {
  const char *fault = getenv("FAULT");
  if (fault == NULL) return;
  if (sscanf(fault, "kill:%ld", &kill_at) == 1) return;
  char kind[16];
  if (sscanf(fault, "%15[a-z]:%ld:%d", kind, &fail_at, &fail_errno) != 3) abort();
  for (int i = 0; i < KINDS; i++) if (strcmp(kind, names[i]) == 0) fail_kind = i;
  if (fail_kind < 0) abort();
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("FAULT_COUNTS");
  if (path == NULL) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return;
  dprintf(file, "kill %ld\n", atomic_load(&changes));
  for (int i = 0; i < KINDS; i++) dprintf(file, "%s %ld\n", names[i], atomic_load(&counts[i]));
  close(file);
}

// Whether this call is to fail.
static int strikes(enum kind kind) {
  long number = atomic_fetch_add(&counts[kind], 1) + 1;
  if (kind != READ && kind != ALLOC && atomic_fetch_add(&changes, 1) + 1 == kill_at) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  if ((int)kind != fail_kind || number != fail_at) return 0;
  errno = fail_errno;
  return 1;
}

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

static int opened(const char *path, int flags, mode_t mode, int folder) {
  int changing = flags & (O_CREAT | O_TRUNC) || (flags & O_ACCMODE) != O_RDONLY;
  // Of what is read, the user's files: what the system's libraries look at is not the program's.
  int own = changing || !(strncmp(path, "/proc", 5) == 0 || strncmp(path, "/sys", 4) == 0 || strncmp(path, "/usr", 4) == 0 ||
                          strncmp(path, "/etc", 4) == 0 || strncmp(path, "/dev/null", 9) == 0);
  if (own && strikes(changing ? CREATE : READ)) return -1;
  return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE(flags) ({ mode_t mode = 0; if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list list; va_start(list, flags); \
    mode = va_arg(list, mode_t); va_end(list); } mode; })

int open(const char *path, int flags, ...) { return opened(path, flags, MODE(flags), AT_FDCWD); }
int open64(const char *path, int flags, ...) { return opened(path, flags, MODE(flags), AT_FDCWD); }
int openat(int folder, const char *path, int flags, ...) { return opened(path, flags, MODE(flags), folder); }
int openat64(int folder, const char *path, int flags, ...) { return opened(path, flags, MODE(flags), folder); }

ssize_t write(int file, const void *bytes, size_t count) {
  struct stat status;
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && file > 2 && strikes(WRITE)) return -1;
  return syscall(SYS_write, file, bytes, count);
}

int fsync(int file) { return strikes(FSYNC) ? -1 : (int)syscall(SYS_fsync, file); }
int rename(const char *from, const char *to) { return strikes(RENAME) ? -1 : (int)syscall(SYS_rename, from, to); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  return strikes(RENAME) ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, flags);
}
int mkdir(const char *path, mode_t mode) { return strikes(MKDIR) ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode); }
int link(const char *from, const char *to) { return strikes(LINK) ? -1 : REAL(link)(from, to); }
int unlink(const char *path) { return strikes(REMOVE) ? -1 : REAL(unlink)(path); }
int unlinkat(int folder, const char *path, int flags) { return strikes(REMOVE) ? -1 : REAL(unlinkat)(folder, path, flags); }
int rmdir(const char *path) { return strikes(REMOVE) ? -1 : REAL(rmdir)(path); }

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void *malloc(size_t size) { return size >= large && strikes(ALLOC) ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) {
  return size > 0 && count >= (large + size - 1) / size && strikes(ALLOC) ? NULL : __libc_calloc(count, size);
}
void *realloc(void *memory, size_t size) { return size >= large && strikes(ALLOC) ? NULL : __libc_realloc(memory, size); }
void *aligned_alloc(size_t alignment, size_t size) {
  return size >= large && strikes(ALLOC) ? NULL : __libc_memalign(alignment, size);
}
int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (size >= large && strikes(ALLOC)) return ENOMEM;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
void *mmap(void *place, size_t size, int protection, int flags, int file, off_t offset) {
  return size >= large && strikes(ALLOC) ? MAP_FAILED : (void *)syscall(SYS_mmap, place, size, protection, flags, file, offset);
}
void *mmap64(void *place, size_t size, int protection, int flags, int file, off_t offset) {
  return mmap(place, size, protection, flags, file, offset);
}
