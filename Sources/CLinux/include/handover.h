#ifndef CLINUX_HANDOVER_H
#define CLINUX_HANDOVER_H

#include <stddef.h>
#include <stdint.h>

// What one process passes to the next with open descriptors. All functions return -1 with errno set where they fail.

/// The kernel's own number of a socket, which it keeps whoever holds it and gives to no other (SO_COOKIE, socket(7)).
int clinux_socket_cookie(int socket, uint64_t *cookie);

/// A file in memory that holds these bytes and can no more be changed (memfd_create(2)); its descriptor.
int clinux_sealed_memory(const char *name, const void *bytes, size_t size);

#endif
