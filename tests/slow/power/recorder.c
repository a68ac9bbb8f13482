/* Loaded before the C library (LD_PRELOAD): writes down, in order, what a program does to the files of one directory.
 *
 * POWER_WATCHED is the directory, POWER_LOG the file of the records. A record is a line of six numbers or words,
 * "KIND FILE OFFSET LENGTH", and LENGTH bytes of what was written. Kinds: W written, T cut to OFFSET, S synced,
 * U deleted. What is done while a record is written waits, so the order is that of the calls.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 4096
static char *names[FILES]; /* by file descriptor: the name below the directory */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int records = -1;

#define REAL(result, name, ...) ((result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

static const char *watched(const char *path) {
    const char *directory = getenv("POWER_WATCHED");
    size_t length = directory ? strlen(directory) : 0;
    return length && !strncmp(path, directory, length) && path[length] == '/' ? path + length + 1 : NULL;
}

static void record(char kind, const char *name, long long offset, const void *bytes, size_t length) {
    char head[PATH_MAX + 64];
    ssize_t (*put)(int, const void *, size_t) = REAL(ssize_t, "write", int, const void *, size_t);
    if (records < 0)
        records = REAL(int, "open", const char *, int, ...)(getenv("POWER_LOG"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (put(records, head, snprintf(head, sizeof head, "%c %s %lld %zu\n", kind, name, offset, length)) < 0 ||
        (length && put(records, bytes, length) < 0))
        abort();
}

static void opened(int file, const char *path) {
    const char *name = watched(path);
    if (file >= 0 && file < FILES) {
        free(names[file]);
        names[file] = name ? strdup(name) : NULL;
    }
}

#define OPEN(called)                                                                    \
    int called(const char *path, int flags, ...) {                                      \
        va_list more;                                                                   \
        va_start(more, flags);                                                          \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;         \
        va_end(more);                                                                   \
        int file = REAL(int, #called, const char *, int, ...)(path, flags, mode);       \
        pthread_mutex_lock(&turn);                                                      \
        opened(file, path);                                                             \
        pthread_mutex_unlock(&turn);                                                    \
        return file;                                                                    \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    pthread_mutex_lock(&turn);
    if (file >= 0 && file < FILES) {
        free(names[file]);
        names[file] = NULL;
    }
    int result = REAL(int, "close", int)(file);
    pthread_mutex_unlock(&turn);
    return result;
}

#define PUT(called, offset_type)                                                                          \
    ssize_t called(int file, const void *bytes, size_t length, offset_type offset) {                      \
        pthread_mutex_lock(&turn);                                                                        \
        ssize_t done = REAL(ssize_t, #called, int, const void *, size_t, offset_type)(file, bytes, length, offset); \
        if (done > 0 && file < FILES && names[file])                                                      \
            record('W', names[file], offset, bytes, done);                                                \
        pthread_mutex_unlock(&turn);                                                                      \
        return done;                                                                                      \
    }
PUT(pwrite, off_t)
PUT(pwrite64, off64_t)

#define CUT(called, offset_type)                                                    \
    int called(int file, offset_type length) {                                      \
        pthread_mutex_lock(&turn);                                                  \
        int result = REAL(int, #called, int, offset_type)(file, length);            \
        if (!result && file < FILES && names[file])                                 \
            record('T', names[file], length, NULL, 0);                              \
        pthread_mutex_unlock(&turn);                                                \
        return result;                                                              \
    }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

#define SYNC(called)                                                                \
    int called(int file) {                                                          \
        pthread_mutex_lock(&turn);                                                  \
        int result = REAL(int, #called, int)(file);                                 \
        if (!result && file < FILES && names[file])                                 \
            record('S', names[file], 0, NULL, 0);                                   \
        pthread_mutex_unlock(&turn);                                                \
        return result;                                                              \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    pthread_mutex_lock(&turn);
    int result = REAL(int, "unlink", const char *)(path);
    if (!result && watched(path))
        record('U', watched(path), 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return result;
}
