#ifndef CLINUX_PEER_H
#define CLINUX_PEER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// What the kernel knows of the process at the other end of a Unix socket (unix(7), socket(7)).
// All functions return -1 with errno set where they fail.

/// `struct ucred`, which Glibc hides from Swift.
typedef struct {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
} clinux_peer;

int clinux_peer_credentials(int socket, clinux_peer *peer);

/// Writes up to `capacity` supplementary groups and returns how many there are; ERANGE if there are more.
ssize_t clinux_peer_groups(int socket, uint32_t *groups, size_t capacity);

/// A descriptor of the process itself, whose number may come to name another one. Linux 6.5 and later; ENOPROTOOPT before.
int clinux_peer_process(int socket);

/// 1 if the process of such a descriptor has ended, else 0.
int clinux_process_has_ended(int process);

/// Keeps other processes of the same user from attaching and from reading /proc/PID/mem, and leaves no core dump.
int clinux_forbid_inspection(void);

#endif
