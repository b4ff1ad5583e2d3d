#define _GNU_SOURCE
#include "peer.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

// Newer than the headers of Debian 12.
#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

_Static_assert(sizeof(struct ucred) == sizeof(clinux_peer), "struct ucred is not what the header says");
_Static_assert(sizeof(gid_t) == sizeof(uint32_t), "gid_t is not what the header says");

int clinux_peer_credentials(int socket, clinux_peer *peer) {
    socklen_t size = sizeof *peer;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, peer, &size);
}

ssize_t clinux_peer_groups(int socket, uint32_t *groups, size_t capacity) {
    socklen_t size = (socklen_t)(capacity * sizeof *groups);
    if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups, &size) != 0) return -1;
    return (ssize_t)(size / sizeof *groups);
}

int clinux_peer_process(int socket) {
    int process = -1;
    socklen_t size = sizeof process;
    return getsockopt(socket, SOL_SOCKET, SO_PEERPIDFD, &process, &size) == 0 ? process : -1;
}

int clinux_process_has_ended(int process) {
    // A descriptor of a process becomes readable when it ends (pidfd_open(2)).
    struct pollfd state = {.fd = process, .events = POLLIN};
    return poll(&state, 1, 0);
}

int clinux_forbid_inspection(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
