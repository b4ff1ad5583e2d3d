#define _GNU_SOURCE
#include "peer.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

_Static_assert(sizeof(struct ucred) == sizeof(clinux_peer), "struct ucred is not what the header says");

const int clinux_so_peercred = SO_PEERCRED;

int clinux_forbid_inspection(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
