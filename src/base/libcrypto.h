/* base/libcrypto - libcrypto, loaded when the first digest is needed: few commands look into a
 * program, and its start takes as long as that of all other libraries together (base/library.h).
 */
#ifndef HW_BASE_LIBCRYPTO_H
#define HW_BASE_LIBCRYPTO_H

/* OpenSSL 3 would rather have EVP, which loads providers on its first use and crashes where one of
 * some hundred allocations fails. These work on the memory of the caller. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "base/str.h"
#include "heapwitness/types.h"

/* What is used of it. */
#define HW_CRYPTO_FUNCTIONS(X)                                                                     \
    X(OpenSSL_version)                                                                             \
    X(SHA256_Final)                                                                                \
    X(SHA256_Init)                                                                                 \
    X(SHA256_Update)

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
