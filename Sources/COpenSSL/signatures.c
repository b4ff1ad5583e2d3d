#include "COpenSSL.h"

#include <openssl/ec.h>
#include <openssl/rsa.h>

// A JWS carries the two numbers of an ECDSA signature side by side (RFC 7518 section 3.4); libcrypto speaks DER.
static int raw_from_der(const uint8_t *der, size_t der_count, size_t coordinate, uint8_t *into) {
    ECDSA_SIG *numbers = d2i_ECDSA_SIG(NULL, &der, (long)der_count);
    int converted = numbers && BN_bn2binpad(ECDSA_SIG_get0_r(numbers), into, (int)coordinate) == (int)coordinate &&
                    BN_bn2binpad(ECDSA_SIG_get0_s(numbers), into + coordinate, (int)coordinate) == (int)coordinate;
    ECDSA_SIG_free(numbers);
    return converted;
}

static int der_from_raw(const uint8_t *raw, size_t coordinate, uint8_t **der) {
    ECDSA_SIG *numbers = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(raw, (int)coordinate, NULL), *s = BN_bin2bn(raw + coordinate, (int)coordinate, NULL);
    if (!numbers || !r || !s || !ECDSA_SIG_set0(numbers, r, s)) {
        BN_free(r), BN_free(s), ECDSA_SIG_free(numbers);
        return 0;
    }
    int count = i2d_ECDSA_SIG(numbers, der);
    ECDSA_SIG_free(numbers);
    return count;
}

static int choose_padding(EVP_PKEY_CTX *context, int pss) {
    return !pss || (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1);
}

EVP_MD_CTX *copenssl_signing_context(EVP_PKEY *key, const char *digest, int pss) {
    EVP_PKEY_CTX *choice = NULL;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int ready = context && EVP_DigestSignInit_ex(context, &choice, digest, NULL, NULL, key, NULL) == 1 && choose_padding(choice, pss);
    ERR_clear_error();
    if (ready) return context;
    EVP_MD_CTX_free(context);
    return NULL;
}

int copenssl_sign(const EVP_MD_CTX *prepared, size_t coordinate, const uint8_t *message, size_t message_count, uint8_t *into, size_t *count) {
    uint8_t der[160];
    size_t der_count = sizeof der;
    // A copy: a context is used up by one signature, and several threads may sign with one key.
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int signed_ = context && prepared && EVP_MD_CTX_copy_ex(context, prepared) == 1;
    if (signed_ && coordinate) {
        signed_ = *count >= 2 * coordinate && EVP_DigestSign(context, der, &der_count, message, message_count) == 1 &&
                  raw_from_der(der, der_count, coordinate, into);
        *count = 2 * coordinate;
    } else if (signed_) {
        signed_ = EVP_DigestSign(context, into, count, message, message_count) == 1;
    }
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return signed_;
}

int copenssl_verify(EVP_PKEY *key, const char *digest, int pss, size_t coordinate, const uint8_t *message, size_t message_count,
                    const uint8_t *signature, size_t signature_count) {
    uint8_t *der = NULL;
    if (coordinate) {
        if (signature_count != 2 * coordinate) return 0;
        int der_count = der_from_raw(signature, coordinate, &der);
        if (der_count <= 0) return 0;
        signature = der;
        signature_count = (size_t)der_count;
    }
    EVP_PKEY_CTX *choice = NULL;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int valid = context && EVP_DigestVerifyInit_ex(context, &choice, digest, NULL, NULL, key, NULL) == 1 && choose_padding(choice, pss) &&
                EVP_DigestVerify(context, signature, signature_count, message, message_count) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    ERR_clear_error();
    return valid;
}

int copenssl_digest(const char *name, const uint8_t *bytes, size_t count, uint8_t *into, unsigned int *length) {
    EVP_MD *digest = EVP_MD_fetch(NULL, name, NULL);
    int done = digest && EVP_Digest(bytes, count, into, length, digest, NULL) == 1;
    EVP_MD_free(digest);
    ERR_clear_error();
    return done;
}
