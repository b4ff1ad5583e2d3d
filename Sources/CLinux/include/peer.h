#ifndef CLINUX_PEER_H
#define CLINUX_PEER_H

#include <stdint.h>

// What the kernel knows of the process at the other end of a Unix socket (unix(7), socket(7)).

/// `struct ucred`, which Glibc hides from Swift.
typedef struct {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
} clinux_peer;

/// The option's number for `getsockopt` at level SOL_SOCKET.
extern const int clinux_so_peercred;

/// Keeps other processes of the same user from attaching and from reading /proc/PID/mem, and leaves no core dump.
/// Returns 0, or -1 with errno set.
int clinux_forbid_inspection(void);

#endif
