#include "COpenSSL.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>

EVP_PKEY *copenssl_generate_ec(const char *group) {
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", group);
    ERR_clear_error();
    return key;
}

EVP_PKEY *copenssl_generate_rsa(unsigned int bits) {
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits);
    ERR_clear_error();
    return key;
}

EVP_PKEY *copenssl_generate_ed25519(void) {
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    ERR_clear_error();
    return key;
}

static EVP_PKEY *from_parameters(const char *type, OSSL_PARAM_BLD *builder, int has_private) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (parameters && context && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, has_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    ERR_clear_error();
    return key;
}

EVP_PKEY *copenssl_ec_key(const char *group, copenssl_span x, copenssl_span y, copenssl_span d) {
    uint8_t point[1 + 2 * 66];
    if (x.count != y.count || x.count == 0 || x.count > 66 || d.count > 66) return NULL;
    point[0] = 4; // uncompressed, SEC 1 section 2.3.3
    memcpy(point + 1, x.bytes, x.count);
    memcpy(point + 1 + x.count, y.bytes, y.count);

    EVP_PKEY *key = NULL;
    BIGNUM *secret = d.count ? BN_secure_new() : NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    int ready = builder && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) &&
                OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * x.count);
    if (ready && d.count)
        ready = secret && BN_bin2bn(d.bytes, (int)d.count, secret) && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, secret);
    if (ready) key = from_parameters("EC", builder, d.count != 0);
    OSSL_PARAM_BLD_free(builder);
    BN_clear_free(secret);
    ERR_clear_error();
    return key;
}

EVP_PKEY *copenssl_ed25519_key(copenssl_span x, copenssl_span d) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    int ready = builder && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, x.bytes, x.count) &&
                (!d.count || OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PRIV_KEY, d.bytes, d.count));
    if (ready) key = from_parameters("ED25519", builder, d.count != 0);
    OSSL_PARAM_BLD_free(builder);
    ERR_clear_error();
    return key;
}

EVP_PKEY *copenssl_rsa_key(const copenssl_rsa *parts) {
    const struct {
        const char *name;
        copenssl_span value;
    } numbers[] = {
        {OSSL_PKEY_PARAM_RSA_N, parts->n},         {OSSL_PKEY_PARAM_RSA_E, parts->e},
        {OSSL_PKEY_PARAM_RSA_D, parts->d},         {OSSL_PKEY_PARAM_RSA_FACTOR1, parts->p},
        {OSSL_PKEY_PARAM_RSA_FACTOR2, parts->q},   {OSSL_PKEY_PARAM_RSA_EXPONENT1, parts->dp},
        {OSSL_PKEY_PARAM_RSA_EXPONENT2, parts->dq}, {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, parts->qi},
    };
    enum { total = sizeof numbers / sizeof numbers[0] };
    BIGNUM *values[total] = {0};
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    int ready = builder != NULL;
    for (int i = 0; ready && i < total; i++) {
        if (!numbers[i].value.count) continue;
        values[i] = i < 2 ? BN_new() : BN_secure_new();
        ready = values[i] && BN_bin2bn(numbers[i].value.bytes, (int)numbers[i].value.count, values[i]) &&
                OSSL_PARAM_BLD_push_BN(builder, numbers[i].name, values[i]);
    }
    EVP_PKEY *key = ready ? from_parameters("RSA", builder, parts->d.count != 0) : NULL;
    OSSL_PARAM_BLD_free(builder);
    for (int i = 0; i < total; i++) BN_clear_free(values[i]);
    ERR_clear_error();
    return key;
}

// Without it libcrypto would ask for a pass phrase on the terminal.
static int no_pass_phrase(char *into, int room, int writing, void *context) {
    (void)into, (void)room, (void)writing, (void)context;
    return -1;
}

EVP_PKEY *copenssl_pem_key(const uint8_t *pem, size_t count) {
    BIO *input = BIO_new_mem_buf(pem, (int)count);
    EVP_PKEY *key = input ? PEM_read_bio_PrivateKey(input, NULL, no_pass_phrase, NULL) : NULL;
    BIO_free(input);
    ERR_clear_error();
    return key;
}

int copenssl_is_consistent(const EVP_PKEY *key) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, (EVP_PKEY *)key, NULL);
    int consistent = context && EVP_PKEY_pairwise_check(context) == 1;
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    return consistent;
}

static int export_octets(const EVP_PKEY *key, const char *name, uint8_t *into, size_t count) {
    size_t length = 0;
    int exported = EVP_PKEY_get_octet_string_param(key, name, into, count, &length) == 1 && length == count;
    ERR_clear_error();
    return exported;
}

int copenssl_export_number(const EVP_PKEY *key, const char *name, uint8_t *into, size_t count) {
    if (copenssl_is_ed25519(key)) return export_octets(key, name, into, count);
    BIGNUM *number = NULL;
    int exported = EVP_PKEY_get_bn_param(key, name, &number) == 1 && BN_bn2binpad(number, into, (int)count) == (int)count;
    BN_clear_free(number);
    ERR_clear_error();
    return exported;
}

size_t copenssl_number_length(const EVP_PKEY *key, const char *name) {
    BIGNUM *number = NULL;
    size_t length = EVP_PKEY_get_bn_param(key, name, &number) == 1 ? (size_t)BN_num_bytes(number) : 0;
    BN_clear_free(number);
    ERR_clear_error();
    return length;
}

int copenssl_group_name(const EVP_PKEY *key, char into[64]) {
    size_t length = 0;
    int found = EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, into, 64, &length) == 1;
    ERR_clear_error();
    return found;
}

int copenssl_is_rsa(const EVP_PKEY *key) { return EVP_PKEY_is_a(key, "RSA"); }

int copenssl_is_ed25519(const EVP_PKEY *key) { return EVP_PKEY_is_a(key, "ED25519"); }

static size_t locked_heap;

int copenssl_lock_heap(size_t bytes) {
    if (CRYPTO_secure_malloc_initialized()) return 1;
    // 1 means locked; 2 means allocated, but the kernel refused to lock it.
    int outcome = CRYPTO_secure_malloc_init(bytes, 32);
    if (outcome) locked_heap = bytes;
    return outcome;
}

void *copenssl_secret_alloc(size_t count) {
    // Half of the locked heap is left to libcrypto: it keeps the numbers of private keys there, and has nowhere else to put them.
    int has_room = CRYPTO_secure_malloc_initialized() && CRYPTO_secure_used() + count < locked_heap / 2;
    void *bytes = has_room ? CRYPTO_secure_malloc(count, __FILE__, __LINE__) : NULL;
    if (!bytes) bytes = CRYPTO_malloc(count, __FILE__, __LINE__);
    ERR_clear_error();
    return bytes;
}

void copenssl_secret_free(void *bytes, size_t count) { CRYPTO_secure_clear_free(bytes, count, __FILE__, __LINE__); }
