#define _GNU_SOURCE
#include "DiskFaults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { descriptors_maximum = 65536, paths_maximum = 4096 };

/* ---- What this process was told ---- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char *prefix;
static size_t prefix_length;
static size_t folder_length;
static struct disk_faults_control *control;
static int record = -1;

/* Calls that change files are recorded in the order in which they are done: one at a time. */
static pthread_mutex_t recording = PTHREAD_MUTEX_INITIALIZER;

static char *paths[paths_maximum];
static unsigned paths_count;
static pthread_mutex_t interning = PTHREAD_MUTEX_INITIALIZER;
/* The path of each descriptor concerned; never freed, so that it may be read without a lock. */
static char *concerned[descriptors_maximum];

static int real_open(const char *path, int flags, mode_t mode) {
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static void set_up(void) {
    const char *wanted = getenv("DISK_FAULTS_PREFIX");
    if (wanted != NULL && wanted[0] == '/') {
        prefix = strdup(wanted);
        prefix_length = strlen(prefix);
        folder_length = (size_t)(strrchr(prefix, '/') - prefix);
    }
    const char *control_path = getenv("DISK_FAULTS_CONTROL");
    if (control_path != NULL) {
        int descriptor = real_open(control_path, O_RDWR | O_CLOEXEC, 0);
        if (descriptor >= 0) {
            void *memory = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
            if (memory != MAP_FAILED) control = memory;
            syscall(SYS_close, descriptor);
        }
    }
    const char *record_path = getenv("DISK_FAULTS_RECORD");
    if (record_path != NULL) {
        record = real_open(record_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    }
}

static void ready(void) { pthread_once(&once, set_up); }

/* ---- Which files are concerned ---- */

static int ends_in(const char *path, const char *end) {
    size_t length = strlen(path), end_length = strlen(end);
    return length >= end_length && strcmp(path + length - end_length, end) == 0;
}

static int is_concerned(const char *path) {
    ready();
    if (prefix == NULL || path == NULL) return 0;
    if (strncmp(path, prefix, prefix_length) == 0) return !ends_in(path, "-shm") && !ends_in(path, "-writer.lock");
    return strlen(path) == folder_length && strncmp(path, prefix, folder_length) == 0;
}

static char *interned(const char *path) {
    char *found = NULL;
    pthread_mutex_lock(&interning);
    for (unsigned index = 0; index < paths_count && found == NULL; index++) {
        if (strcmp(paths[index], path) == 0) found = paths[index];
    }
    if (found == NULL && paths_count < paths_maximum) found = paths[paths_count++] = strdup(path);
    pthread_mutex_unlock(&interning);
    return found;
}

/* Pipes and sockets need no room on the disk that their names are on. */
static int is_on_disk(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) != 0 || (!S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode));
}

static void remember(int descriptor, const char *path) {
    if (descriptor >= 0 && descriptor < descriptors_maximum) {
        int is_kept = is_concerned(path) && is_on_disk(descriptor);
        __atomic_store_n(&concerned[descriptor], is_kept ? interned(path) : NULL, __ATOMIC_RELEASE);
    }
}

static const char *path_of(int descriptor) {
    if (descriptor < 0 || descriptor >= descriptors_maximum) return NULL;
    return __atomic_load_n(&concerned[descriptor], __ATOMIC_ACQUIRE);
}

/* ---- Faults ---- */

static int fault(void) { return control == NULL ? disk_fault_none : __atomic_load_n(&control->fault, __ATOMIC_ACQUIRE); }

static int failed(int code) {
    __atomic_add_fetch(&control->faults, 1, __ATOMIC_ACQ_REL);
    errno = code;
    return -1;
}

/* A call is about to change or sync a file concerned: this may be the process's last. */
static void count_operation(int kind, const char *path) {
    if (control == NULL) return;
    size_t length = strlen(path);
    size_t skipped = length < sizeof control->last_name ? 0 : length - sizeof control->last_name + 1;
    control->last_kind = (uint8_t)kind;
    strncpy(control->last_name, path + skipped, sizeof control->last_name - 1);
    __atomic_add_fetch(&control->operations, 1, __ATOMIC_ACQ_REL);
    if (__atomic_load_n(&control->operations_to_live, __ATOMIC_ACQUIRE) > 0
        && __atomic_sub_fetch(&control->operations_to_live, 1, __ATOMIC_ACQ_REL) == 0) {
        syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    }
}

/* ---- The record ---- */

static void write_all(const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        ssize_t written = syscall(SYS_write, record, next, count);
        if (written < 0 && errno == EINTR) continue;
        /* A record with a gap proves nothing: the process under test does not go on. */
        if (written <= 0) syscall(SYS_kill, syscall(SYS_getpid), SIGABRT);
        next += written;
        count -= (size_t)written;
    }
}

static void begin(int kind, const char *path) {
    count_operation(kind, path);
    if (record < 0) return;
    pthread_mutex_lock(&recording);
    while (syscall(SYS_flock, record, LOCK_EX) != 0 && errno == EINTR) {}
}

/* Ends what `begin` began, and records it unless it failed; errno stays as it was. */
static void end(int succeeded, int kind, const char *path, int64_t offset, const void *data, size_t data_bytes) {
    if (record < 0) return;
    int code = errno;
    if (succeeded) {
        size_t path_bytes = strlen(path);
        struct disk_faults_record head = {
            .magic = disk_faults_magic,
            .kind = (uint32_t)kind,
            .offset = offset,
            .path_bytes = (uint32_t)path_bytes,
            .data_bytes = (uint32_t)data_bytes,
        };
        write_all(&head, sizeof head);
        write_all(path, path_bytes);
        write_all(data, data_bytes);
    }
    syscall(SYS_flock, record, LOCK_UN);
    pthread_mutex_unlock(&recording);
    errno = code;
}

/* ---- Opening and closing ---- */

static int opened(int folder, const char *path, int flags, mode_t mode) {
    int changes = (flags & (O_CREAT | O_TRUNC)) != 0 && is_concerned(path);
    if (changes) begin(disk_faults_open, path);
    int descriptor = (int)syscall(SYS_openat, folder, path, flags, mode);
    if (changes) end(descriptor >= 0, disk_faults_open, path, flags, NULL, 0);
    remember(descriptor, path);
    return descriptor;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if (((flags) & O_CREAT) != 0 || ((flags) & O_TMPFILE) == O_TMPFILE) { \
        va_list arguments; \
        va_start(arguments, flags); \
        mode = va_arg(arguments, mode_t); \
        va_end(arguments); \
    }

int open(const char *path, int flags, ...) {
    MODE(flags)
    return opened(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags)
    return opened(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    MODE(flags)
    return opened(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags)
    return opened(folder, path, flags, mode);
}

int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }

int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int descriptor) {
    if (descriptor >= 0 && descriptor < descriptors_maximum) {
        __atomic_store_n(&concerned[descriptor], NULL, __ATOMIC_RELEASE);
    }
    return (int)syscall(SYS_close, descriptor);
}

/* ---- Reading ---- */

ssize_t read(int descriptor, void *buffer, size_t count) {
    if (path_of(descriptor) != NULL && fault() == disk_fault_read) return failed(EIO);
    return syscall(SYS_read, descriptor, buffer, count);
}

static ssize_t read_at(int descriptor, void *buffer, size_t count, off64_t offset) {
    if (path_of(descriptor) != NULL && fault() == disk_fault_read) return failed(EIO);
    return syscall(SYS_pread64, descriptor, buffer, count, offset);
}

ssize_t pread(int descriptor, void *buffer, size_t count, off_t offset) {
    return read_at(descriptor, buffer, count, offset);
}

ssize_t pread64(int descriptor, void *buffer, size_t count, off64_t offset) {
    return read_at(descriptor, buffer, count, offset);
}

/* ---- Writing ---- */

/* How many of `count` bytes may be written at `offset`; -1, with errno, if none. */
static ssize_t allowed(int descriptor, size_t count, off64_t offset) {
    switch (fault()) {
    case disk_fault_full: return failed(ENOSPC);
    case disk_fault_write: return failed(EIO);
    case disk_fault_no_growth: {
        struct stat status;
        if (fstat(descriptor, &status) != 0 || offset + (off64_t)count <= status.st_size) return (ssize_t)count;
        if (offset >= status.st_size) return failed(ENOSPC);
        __atomic_add_fetch(&control->faults, 1, __ATOMIC_ACQ_REL);
        return (ssize_t)(status.st_size - offset);
    }
    default: return (ssize_t)count;
    }
}

static ssize_t write_at(int descriptor, const char *path, const void *buffer, size_t count, off64_t offset) {
    ssize_t permitted = allowed(descriptor, count, offset);
    if (permitted < 0) return -1;
    begin(disk_faults_write, path);
    ssize_t written = syscall(SYS_pwrite64, descriptor, buffer, (size_t)permitted, offset);
    end(written >= 0, disk_faults_write, path, offset, buffer, written > 0 ? (size_t)written : 0);
    return written;
}

ssize_t write(int descriptor, const void *buffer, size_t count) {
    const char *path = path_of(descriptor);
    if (path == NULL) return syscall(SYS_write, descriptor, buffer, count);
    struct stat status;
    int appends = (fcntl(descriptor, F_GETFL) & O_APPEND) != 0 && fstat(descriptor, &status) == 0;
    off64_t offset = appends ? status.st_size : lseek64(descriptor, 0, SEEK_CUR);
    ssize_t permitted = allowed(descriptor, count, offset);
    if (permitted < 0) return -1;
    begin(disk_faults_write, path);
    ssize_t written = syscall(SYS_write, descriptor, buffer, (size_t)permitted);
    end(written >= 0, disk_faults_write, path, offset, buffer, written > 0 ? (size_t)written : 0);
    return written;
}

ssize_t pwrite(int descriptor, const void *buffer, size_t count, off_t offset) {
    const char *path = path_of(descriptor);
    if (path == NULL) return syscall(SYS_pwrite64, descriptor, buffer, count, offset);
    return write_at(descriptor, path, buffer, count, offset);
}

ssize_t pwrite64(int descriptor, const void *buffer, size_t count, off64_t offset) {
    const char *path = path_of(descriptor);
    if (path == NULL) return syscall(SYS_pwrite64, descriptor, buffer, count, offset);
    return write_at(descriptor, path, buffer, count, offset);
}

static int truncated(int descriptor, off64_t length) {
    const char *path = path_of(descriptor);
    if (path == NULL) return (int)syscall(SYS_ftruncate, descriptor, length);
    struct stat status;
    int grows = fstat(descriptor, &status) == 0 && length > status.st_size;
    if (grows && (fault() == disk_fault_full || fault() == disk_fault_no_growth)) return failed(ENOSPC);
    if (fault() == disk_fault_write) return failed(EIO);
    begin(disk_faults_truncate, path);
    int result = (int)syscall(SYS_ftruncate, descriptor, length);
    end(result == 0, disk_faults_truncate, path, length, NULL, 0);
    return result;
}

int ftruncate(int descriptor, off_t length) { return truncated(descriptor, length); }
int ftruncate64(int descriptor, off64_t length) { return truncated(descriptor, length); }

/* What these do is not recorded: nothing that is recorded here calls them. */
static int allocated(int descriptor, int mode, off64_t offset, off64_t length) {
    int is_full = fault() == disk_fault_full || fault() == disk_fault_no_growth;
    if (path_of(descriptor) != NULL && is_full) return failed(ENOSPC);
    return (int)syscall(SYS_fallocate, descriptor, mode, offset, length);
}

int fallocate(int descriptor, int mode, off_t offset, off_t length) {
    return allocated(descriptor, mode, offset, length);
}

int fallocate64(int descriptor, int mode, off64_t offset, off64_t length) {
    return allocated(descriptor, mode, offset, length);
}

int posix_fallocate(int descriptor, off_t offset, off_t length) {
    return allocated(descriptor, 0, offset, length) == 0 ? 0 : errno;
}

int posix_fallocate64(int descriptor, off64_t offset, off64_t length) {
    return allocated(descriptor, 0, offset, length) == 0 ? 0 : errno;
}

/* ---- Syncing ---- */

static int synced(int descriptor, long call) {
    const char *path = path_of(descriptor);
    if (path == NULL) return (int)syscall(call, descriptor);
    if (fault() == disk_fault_sync) return failed(EIO);
    begin(disk_faults_sync, path);
    int result = (int)syscall(call, descriptor);
    end(result == 0, disk_faults_sync, path, 0, NULL, 0);
    return result;
}

int fsync(int descriptor) { return synced(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return synced(descriptor, SYS_fdatasync); }

/* ---- Names ---- */

int unlink(const char *path) {
    if (!is_concerned(path)) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    begin(disk_faults_unlink, path);
    int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    end(result == 0, disk_faults_unlink, path, 0, NULL, 0);
    return result;
}

int rename(const char *from, const char *to) {
    if (!is_concerned(from) && !is_concerned(to)) return renameat(AT_FDCWD, from, AT_FDCWD, to);
    begin(disk_faults_rename, from);
    int result = renameat(AT_FDCWD, from, AT_FDCWD, to);
    end(result == 0, disk_faults_rename, from, 0, to, strlen(to));
    return result;
}

/* ---- The clock ---- */

static int64_t clock_offset(void) {
    ready();
    if (control == NULL) return 0;
    __atomic_add_fetch(&control->clock_readings, 1, __ATOMIC_RELAXED);
    return __atomic_load_n(&control->clock_milliseconds, __ATOMIC_ACQUIRE);
}

static void shift(struct timespec *time, int64_t milliseconds) {
    int64_t nanoseconds = time->tv_nsec + milliseconds % 1000 * 1000000;
    time->tv_sec += milliseconds / 1000;
    if (nanoseconds < 0) {
        nanoseconds += 1000000000;
        time->tv_sec -= 1;
    } else if (nanoseconds >= 1000000000) {
        nanoseconds -= 1000000000;
        time->tv_sec += 1;
    }
    time->tv_nsec = nanoseconds;
}

static void *next(const char *name, const char *version) {
    /* An old version of the symbol would come first without this. */
    void *symbol = version != NULL ? dlvsym(RTLD_NEXT, name, version) : NULL;
    return symbol != NULL ? symbol : dlsym(RTLD_NEXT, name);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (real == NULL) real = next("clock_gettime", NULL);
    int result = real(clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) shift(time, clock_offset());
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *result) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    if (result != NULL) *result = now.tv_sec;
    return now.tv_sec;
}

/* Who waits until a time of day reckons with the clock that it was shown; the kernel knows the true one only.
 * A time of CLOCK_MONOTONIC, which these may be given too, is far below any time of day. */
static struct timespec true_deadline(const struct timespec *deadline) {
    struct timespec true_time = *deadline;
    if (deadline->tv_sec > 1000000000) shift(&true_time, -clock_offset());
    return true_time;
}

int pthread_cond_timedwait(
    pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, const struct timespec *restrict deadline
) {
    static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    if (real == NULL) real = next("pthread_cond_timedwait", "GLIBC_2.3.2");
    struct timespec true_time = true_deadline(deadline);
    return real(condition, mutex, &true_time);
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict deadline) {
    static int (*real)(sem_t *, const struct timespec *);
    if (real == NULL) real = next("sem_timedwait", "GLIBC_2.34");
    struct timespec true_time = true_deadline(deadline);
    return real(semaphore, &true_time);
}
