#include "file.h"

#include <sys/stat.h>

static int copy(int outcome, const struct stat *from, clinux_file_status *to) {
    if (outcome == 0) *to = (clinux_file_status){from->st_mode, from->st_uid, from->st_size};
    return outcome;
}

int clinux_stat(const char *path, clinux_file_status *status) {
    struct stat info;
    return copy(stat(path, &info), &info, status);
}

int clinux_fstat(int descriptor, clinux_file_status *status) {
    struct stat info;
    return copy(fstat(descriptor, &info), &info, status);
}
