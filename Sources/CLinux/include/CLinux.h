#include "file.h"
#include "handover.h"
#include "memory.h"
#include "peer.h"

#include <netinet/in.h>
#include <stddef.h>
#include <sys/types.h>

// TXT lookup through the system's resolver (txt.c).

/// Failures of `clinux_txt_lookup`; an empty answer is no failure.
enum clinux_txt_error {
    clinux_txt_malformed_name = -1,
    clinux_txt_server_failure = -2,
    clinux_txt_malformed_answer = -3,
};

/// Looks up the TXT records at `name`, without search domains, and blocks until there is an answer.
///
/// `nameserver` replaces those of the system if it is not NULL. Each of `attempts` waits `timeout` seconds (doubled by the
/// resolver from try to try). Records are written to `records` as a length of two bytes in host order and the joined strings.
/// Returns the bytes written, 0 if the name or the type does not exist, or a `clinux_txt_error`.
ssize_t clinux_txt_lookup(
    const char *name, const struct sockaddr_in *nameserver, int timeout, int attempts, unsigned char *records, size_t capacity);
