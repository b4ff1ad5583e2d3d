#ifndef COPENSSL_H
#define COPENSSL_H

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stddef.h>
#include <stdint.h>

// Swift cannot import OpenSSL's macros, and its temporary pointers die before the parameter builder reads them,
// so everything that builds, exports or uses a key lives here. Functions return 1 on success and 0 on failure,
// as libcrypto does; nothing is left on OpenSSL's error queue.

typedef struct {
    const uint8_t *bytes;
    size_t count;
} copenssl_span;

// The members of an RSA JWK (RFC 7518 section 6.3), all unsigned big endian. A public key has only n and e.
typedef struct {
    copenssl_span n, e, d, p, q, dp, dq, qi;
} copenssl_rsa;

EVP_PKEY *copenssl_generate_ec(const char *group);
EVP_PKEY *copenssl_generate_rsa(unsigned int bits);
EVP_PKEY *copenssl_generate_ed25519(void);

// x and y are exactly `size` bytes each; d may be empty for a public key. A point that is not on the curve is refused.
EVP_PKEY *copenssl_ec_key(const char *group, copenssl_span x, copenssl_span y, copenssl_span d);
EVP_PKEY *copenssl_rsa_key(const copenssl_rsa *parts);
// x is 32 bytes long, and so is d, unless it is empty for a public key.
EVP_PKEY *copenssl_ed25519_key(copenssl_span x, copenssl_span d);

// A PKCS#8 or traditional PEM private key without a pass phrase.
EVP_PKEY *copenssl_pem_key(const uint8_t *pem, size_t count);

// Whether the private part belongs to the public one.
int copenssl_is_consistent(const EVP_PKEY *key);

// Writes the number called `name` ("qx", "qy", "priv", "n", "e", "d", "rsa-factor1", ...) left-padded to `count` bytes.
// An Ed25519 key has two strings of 32 bytes instead, "pub" and "priv", which are written as they are.
int copenssl_export_number(const EVP_PKEY *key, const char *name, uint8_t *into, size_t count);
// Length in bytes of that number, 0 if the key has none.
size_t copenssl_number_length(const EVP_PKEY *key, const char *name);
// The curve's name ("prime256v1", ...) into a buffer of 64 bytes; 0 for a key that is not elliptic.
int copenssl_group_name(const EVP_PKEY *key, char into[64]);
int copenssl_is_rsa(const EVP_PKEY *key);
int copenssl_is_ed25519(const EVP_PKEY *key);

// What is needed to sign with one algorithm: setting it up costs a tenth of a signature. `digest` is NULL for Ed25519; `pss` selects
// RSASSA-PSS with a salt as long as the digest. NULL if the key cannot.
EVP_MD_CTX *copenssl_signing_context(EVP_PKEY *key, const char *digest, int pss);
// JWS signatures (RFC 7518 section 3): for curves of ECDSA r || s of `coordinate` bytes each, else, with 0, the plain signature.
// On entry *count is the room at `into`. The context can be used again, by several threads at once.
int copenssl_sign(const EVP_MD_CTX *context, size_t coordinate, const uint8_t *message, size_t message_count, uint8_t *into, size_t *count);
int copenssl_verify(EVP_PKEY *key, const char *digest, int pss, size_t coordinate, const uint8_t *message, size_t message_count,
                    const uint8_t *signature, size_t signature_count);

int copenssl_digest(const char *name, const uint8_t *bytes, size_t count, uint8_t *into, unsigned int *length);

// AES-256-GCM with a 12-byte nonce and a 16-byte tag. `open` writes nothing usable unless it returns 1.
int copenssl_gcm_seal(const uint8_t key[32], const uint8_t nonce[12], copenssl_span associated, copenssl_span plain, uint8_t *cipher,
                      uint8_t tag[16]);
int copenssl_gcm_open(const uint8_t key[32], const uint8_t nonce[12], copenssl_span associated, copenssl_span cipher, const uint8_t tag[16],
                      uint8_t *plain);

// Memory for secrets: from the locked heap once that was set up and while it has room, else from the ordinary one; cleared when freed.
int copenssl_lock_heap(size_t bytes);
void *copenssl_secret_alloc(size_t count);
void copenssl_secret_free(void *bytes, size_t count);

#endif
