#ifndef CLINUX_FILE_H
#define CLINUX_FILE_H

#include <stdint.h>

/// What stat(2) says of a file. `struct stat` itself is claimed by several C modules, of which Swift cannot choose one.
typedef struct {
    uint32_t mode;
    uint32_t uid;
    int64_t size;
} clinux_file_status;

/// Both return 0, or -1 with errno set.
int clinux_stat(const char *path, clinux_file_status *status);
int clinux_fstat(int descriptor, clinux_file_status *status);

#endif
