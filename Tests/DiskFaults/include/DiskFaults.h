#ifndef DISK_FAULTS_H
#define DISK_FAULTS_H

#include <stdint.h>

/* A library for LD_PRELOAD that breaks the disk and the clock of one process under test, or keeps account of
 * what it writes. It is told what to do by variables of that process:
 *
 *   DISK_FAULTS_PREFIX   the files concerned: those whose path, as the process opens it, starts so. Files
 *                        that end in "-shm" or "-writer.lock" are spared. Of the folder that holds the prefix, opening and
 *                        syncing count too. Without it no file is concerned.
 *   DISK_FAULTS_CONTROL  a file of at least 64 bytes, mapped by this process and by the test.
 *   DISK_FAULTS_RECORD   a file to which every write is appended, in the order in which they were done.
 */

/* What the control file holds; numbers are little-endian, and each is read anew at every call. */
struct disk_faults_control {
    uint8_t fault; /* one of disk_fault */
    uint8_t unused[7];
    int64_t clock_milliseconds;  /* added to CLOCK_REALTIME */
    uint64_t faults;             /* how many calls have failed because of `fault` */
    uint64_t operations;         /* how many calls changed or synced a file concerned */
    int64_t operations_to_live;  /* if above 0: counts down with each such call, and SIGKILL comes at 0,
                                    before the call is carried out */
    uint64_t clock_readings;     /* how often CLOCK_REALTIME was asked */
    uint8_t last_kind;           /* the last such call: one of disk_faults_kind */
    char last_name[15];          /* the end of the name of its file */
};

enum disk_fault {
    disk_fault_none = 0,
    disk_fault_full = 1,        /* ENOSPC: write, pwrite, fallocate, ftruncate that makes a file longer */
    disk_fault_sync = 2,        /* EIO: fsync, fdatasync */
    disk_fault_write = 3,       /* EIO: write, pwrite, ftruncate */
    disk_fault_read = 4,        /* EIO: read, pread */
    disk_fault_no_growth = 5    /* as 1, but what lies within a file's present length is still written, as file
                                   systems do that overwrite in place; a write across its end is cut short */
};

/* One record: this, then `path_bytes` of path, then `data_bytes` of data. */
struct disk_faults_record {
    uint32_t magic; /* disk_faults_magic */
    uint32_t kind;  /* one of disk_faults_kind */
    int64_t offset; /* write: where; truncate: the new length; open: the flags */
    uint32_t path_bytes;
    uint32_t data_bytes; /* write: what was written; rename: the new path; mark: what the test says */
};

enum { disk_faults_magic = 0x31524644 }; /* "DFR1" */

enum disk_faults_kind {
    disk_faults_open = 1, /* with O_CREAT or O_TRUNC only */
    disk_faults_write = 2,
    disk_faults_truncate = 3,
    disk_faults_unlink = 4,
    disk_faults_rename = 5,
    disk_faults_sync = 6, /* of a file or of the folder; it has ended well */
    disk_faults_mark = 7  /* appended by the test, which holds flock(2) on the record meanwhile */
};

#endif
