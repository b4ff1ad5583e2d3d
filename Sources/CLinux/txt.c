#include "CLinux.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>

enum { largest_answer = 65535 };

/// Joins the strings of one record (RFC 1035 §3.3.14, RFC 7208 §3.3) behind its length. Returns the bytes written or -1.
static ssize_t join(const unsigned char *data, size_t size, unsigned char *out, size_t capacity) {
    size_t written = 2;
    for (size_t at = 0; at < size;) {
        size_t length = data[at++];
        if (length > size - at || written + length > capacity) return -1;
        memcpy(out + written, data + at, length);
        at += length;
        written += length;
    }
    unsigned short text = (unsigned short)(written - 2);
    memcpy(out, &text, 2);
    return (ssize_t)written;
}

static ssize_t collect(const unsigned char *answer, int size, unsigned char *records, size_t capacity) {
    ns_msg message;
    if (ns_initparse(answer, size, &message) != 0) return clinux_txt_malformed_answer;
    size_t used = 0;
    for (int index = 0; index < ns_msg_count(message, ns_s_an); index++) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, index, &record) != 0) return clinux_txt_malformed_answer;
        // Aliases stand in the same section; only what they lead to counts.
        if (ns_rr_type(record) != ns_t_txt || ns_rr_class(record) != ns_c_in) continue;
        if (capacity - used < 2) return clinux_txt_malformed_answer;
        ssize_t written = join(ns_rr_rdata(record), ns_rr_rdlen(record), records + used, capacity - used);
        if (written < 0) return clinux_txt_malformed_answer;
        used += (size_t)written;
    }
    return (ssize_t)used;
}

static ssize_t failure(int code) {
    return code == HOST_NOT_FOUND || code == NO_DATA ? 0 : clinux_txt_server_failure;
}

ssize_t clinux_txt_lookup(
    const char *name, const struct sockaddr_in *nameserver, int timeout, int attempts, unsigned char *records, size_t capacity) {
    unsigned char wire[NS_MAXCDNAME];
    // The resolver reports a name it cannot send as it reports a refusing server.
    if (strlen(name) > 253 || ns_name_pton(name, wire, sizeof wire) < 0) return clinux_txt_malformed_name;
    // The state is local: the global one is shared by all threads.
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return clinux_txt_server_failure;
    state.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
    state.retrans = timeout;
    state.retry = attempts;
    if (nameserver != NULL) {
        state.nscount = 1;
        state.nsaddr_list[0] = *nameserver;
    }
    ssize_t result = clinux_txt_server_failure;
    unsigned char *answer = malloc(largest_answer);
    if (answer != NULL) {
        int size = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, largest_answer);
        if (size > largest_answer) size = largest_answer;
        result = size < 0 ? failure(state.res_h_errno) : collect(answer, size, records, capacity);
    }
    free(answer);
    res_nclose(&state);
    return result;
}
