#include "COpenSSL.h"

int copenssl_gcm_seal(const uint8_t key[32], const uint8_t nonce[12], copenssl_span associated, copenssl_span plain, uint8_t *cipher,
                      uint8_t tag[16]) {
    int length = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int sealed = context && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
                 EVP_EncryptUpdate(context, NULL, &length, associated.bytes, (int)associated.count) == 1 &&
                 EVP_EncryptUpdate(context, cipher, &length, plain.bytes, (int)plain.count) == 1 &&
                 EVP_EncryptFinal_ex(context, cipher + length, &length) == 1 &&
                 EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, tag) == 1;
    EVP_CIPHER_CTX_free(context);
    ERR_clear_error();
    return sealed;
}

int copenssl_gcm_open(const uint8_t key[32], const uint8_t nonce[12], copenssl_span associated, copenssl_span cipher, const uint8_t tag[16],
                      uint8_t *plain) {
    int length = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int opened = context && EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
                 EVP_DecryptUpdate(context, NULL, &length, associated.bytes, (int)associated.count) == 1 &&
                 EVP_DecryptUpdate(context, plain, &length, cipher.bytes, (int)cipher.count) == 1 &&
                 EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, (void *)tag) == 1 &&
                 EVP_DecryptFinal_ex(context, plain + length, &length) == 1;
    if (!opened) OPENSSL_cleanse(plain, cipher.count);
    EVP_CIPHER_CTX_free(context);
    ERR_clear_error();
    return opened;
}
