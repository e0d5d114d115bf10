#define PCRE2_CODE_UNIT_WIDTH 8
#include "cli/command_version.h"

#include <pcre2.h>
#include <protobuf-c/protobuf-c.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>
#include <yajl/yajl_version.h>
#include <zlib.h>

#include "base/libcapstone.h"
#include "base/libcrypto.h"
#include "base/libcurl.h"
#include "cli/complain.h"
#include "session/formats.h"

static const char *three(char *to, size_t size, unsigned major, unsigned minor, unsigned patch)
{
    snprintf(to, size, "%u.%u.%u", major, minor, patch);
    return to;
}

static const char *capstone(char *to, size_t size)
{
    hw_error why;
    int major, minor;
    if (hw_capstone_load(HW_STR("code"), &why) != HW_OK)
        return "(not there)";
    hw_capstone()->version(&major, &minor);
    snprintf(to, size, "%d.%d", major, minor);
    return to;
}

/* The versions of the libraries that are loaded. libelf cannot tell its own: this is the one that
 * it was built with. */
static void libraries(void)
{
    static const char none[] = "(not there)";
    hw_error why;
    const curl_version_info_data *curl = hw_curl_load(HW_STR("http"), &why) == HW_OK
                                             ? hw_curl()->version_info(CURLVERSION_NOW)
                                             : NULL;
    bool digests = hw_crypto_load(HW_STR("digest"), &why) == HW_OK;
    const unsigned xxh = XXH_versionNumber(), yajl = (unsigned)yajl_version();
    char pcre[64] = "", xx[32], json[32], code[32];
    pcre2_config(PCRE2_CONFIG_VERSION, pcre);
    pcre[strcspn(pcre, " ")] = '\0';
    const struct {
        const char *name, *version;
    } rows[] = {
        {"libcurl", curl ? curl->version : none},
        {"zlib", zlibVersion()},
        {"protobuf-c", protobuf_c_version()},
        {"yajl", three(json, sizeof json, yajl / 10000, yajl / 100 % 100, yajl % 100)},
        {"libelf", HW_LIBELF_VERSION},
        {"capstone", capstone(code, sizeof code)},
        {"OpenSSL", digests ? hw_crypto()->OpenSSL_version(OPENSSL_VERSION_STRING) : none},
        {"xxHash", three(xx, sizeof xx, xxh / 10000, xxh / 100 % 100, xxh % 100)},
        {"PCRE2", pcre},
    };
    printf("libraries:\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        printf("  %s %s\n", rows[i].name, rows[i].version);
    printf("TLS: %s\n", curl && curl->ssl_version ? curl->ssl_version : "none: no https");
}

static void formats(void)
{
    printf("audit formats:");
    for (const hw_audit_writer *const *w = hw_audit_writers; *w; w++)
        printf(" %s", (*w)->name);
    printf("\nclaims formats:");
    for (const hw_claims_writer *const *w = hw_claims_writers; *w; w++)
        printf(" %s", (*w)->name);
    printf("\ncensus formats:");
    for (const hw_census_writer *const *w = hw_census_writers; *w; w++)
        printf(" %s", (*w)->name);
    printf("\ndrift formats:");
    for (const hw_drift_writer *const *w = hw_drift_writers; *w; w++)
        printf(" %s", (*w)->name);
    printf("\n");
}

static hw_exit run(const hw_invocation *in)
{
    (void)in;
    printf("heapwitness %s\n", hw_version());
    libraries();
    formats();
    return hw_printed();
}

const hw_command hw_command_version = {
    .name = "version",
    .operands = "",
    .summary = "the version, and what it was built with",
    .text = "Prints the version, the libraries and the formats of this build.\n",
    .run = run,
};
