// bare SOCKET: what a signature costs at least. Answers every line with a new DPoP proof and a token, by one thread that does nothing
// else: no parsing, no policy, no sessions. The yardstick for the daemon in the same run.
#include <openssl/evp.h>
#include <openssl/ecdsa.h>
#include <openssl/rand.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static EVP_PKEY *key;
static char token[701], header[256];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static size_t base64url(const unsigned char *bytes, size_t count, char *into) {
    size_t length = EVP_EncodeBlock((unsigned char *)into, bytes, (int)count);
    for (size_t i = 0; i < length; i++) into[i] = into[i] == '+' ? '-' : into[i] == '/' ? '_' : into[i];
    while (length && into[length - 1] == '=') length--;
    return length;
}

static size_t sign(const char *input, size_t length, unsigned char raw[64]) {
    unsigned char der[80];
    size_t count = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) != 1 ||
        EVP_DigestSign(context, der, &count, (const unsigned char *)input, length) != 1)
        fail("sign");
    EVP_MD_CTX_free(context);
    const unsigned char *at = der;
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)count);
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw + 32, 32);
    ECDSA_SIG_free(signature);
    return 64;
}

static size_t answer(char *into, size_t room) {
    unsigned char random[16], raw[64];
    char jti[32], claims[512], input[1024];
    RAND_bytes(random, sizeof random);
    jti[base64url(random, sizeof random, jti)] = 0;
    int written = snprintf(
        claims, sizeof claims, "{\"jti\":\"%s\",\"htm\":\"GET\",\"htu\":\"https://pds.example.com/xrpc/a.b.c\",\"iat\":%ld,\"ath\":\"%.43s\"}", jti,
        (long)time(NULL), token);
    size_t length = base64url((unsigned char *)header, strlen(header), input);
    input[length++] = '.';
    length += base64url((unsigned char *)claims, written, input + length);
    sign(input, length, raw);
    input[length++] = '.';
    length += base64url(raw, sizeof raw, input + length);
    return snprintf(
        into, room, "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":{\"headers\":{\"authorization\":\"DPoP %s\",\"dpop\":\"%.*s\"},\"tokenId\":\"%.43s\"}}\n", token,
        (int)length, input, token);
}

int main(int count, char **words) {
    if (count != 2) return fprintf(stderr, "bare SOCKET\n"), 2;
    signal(SIGPIPE, SIG_IGN); // A client may leave before it has its answer.
    key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    memset(token, 'a', sizeof token - 1);
    snprintf(header, sizeof header, "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%.43s\",\"y\":\"%.43s\"}}", token, token);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, words[1], sizeof address.sun_path - 1);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0), poll = epoll_create1(0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 512) < 0) fail(words[1]);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        struct epoll_event events[64];
        int ready = epoll_wait(poll, events, 64, -1);
        for (int i = 0; i < ready; i++) {
            int from = events[i].data.fd;
            if (from == listener) {
                event.data.fd = accept(listener, NULL, NULL);
                epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            char line[4096], reply[4096];
            if (read(from, line, sizeof line) <= 0) {
                close(from);
                continue;
            }
            size_t length = answer(reply, sizeof reply);
            if (write(from, reply, length) < 0) close(from);
        }
    }
}
