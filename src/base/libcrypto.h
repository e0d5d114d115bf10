/* base/libcrypto - libcrypto, loaded when the first digest is needed: few commands look into a
 * program, and its start takes as long as that of all other libraries together (base/library.h).
 */
#ifndef HW_BASE_LIBCRYPTO_H
#define HW_BASE_LIBCRYPTO_H

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/str.h"
#include "heapwitness/types.h"

/* What is used of it. */
#define HW_CRYPTO_FUNCTIONS(X)                                                                     \
    X(EVP_DigestFinal_ex)                                                                          \
    X(EVP_DigestInit_ex)                                                                           \
    X(EVP_DigestUpdate)                                                                            \
    X(EVP_MD_CTX_free)                                                                             \
    X(EVP_MD_CTX_new)                                                                              \
    X(EVP_sha256)                                                                                  \
    X(OpenSSL_version)

typedef struct hw_crypto_functions {
#define X(name) __typeof__(&name) name;
    HW_CRYPTO_FUNCTIONS(X)
#undef X
} hw_crypto_functions;

/* Loads it, once; any thread may. HW_IO where it is not there: then `name`, an input, cannot be
 * read. */
hw_status hw_crypto_load(hw_str name, hw_error *err);
/* Only behind a successful hw_crypto_load. */
const hw_crypto_functions *hw_crypto(void);

#endif
