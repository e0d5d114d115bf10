#define PCRE2_CODE_UNIT_WIDTH 8
#include <curl/curl.h>
#include <libsmartcols.h>
#include <pcre2.h>
#include <protobuf-c/protobuf-c.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>
#include <zlib.h>

#include "cli/cli.h"

static void libraries(void)
{
    const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
    const char *scols = NULL;
    char pcre[64] = "";
    unsigned xxh = XXH_versionNumber();
    scols_get_library_version(&scols);
    pcre2_config(PCRE2_CONFIG_VERSION, pcre);
    pcre[strcspn(pcre, " ")] = '\0';
    printf("libraries: libcurl %s, zlib %s, protobuf-c %s, xxHash %u.%u.%u, libsmartcols %s, "
           "PCRE2 %s\n",
           curl->version, zlibVersion(), protobuf_c_version(), xxh / 10000, xxh / 100 % 100,
           xxh % 100, scols ? scols : "?", pcre);
    printf("TLS: %s\n", curl->ssl_version ? curl->ssl_version : "none: no https");
}

static void formats(void)
{
    printf("audit formats:");
    for (const hw_audit_writer *const *w = hw_audit_writers; *w; w++)
        printf(" %s", (*w)->name);
    printf("\nclaims formats:");
    for (const hw_claims_writer *const *w = hw_claims_writers; *w; w++)
        printf(" %s", (*w)->name);
    printf("\ndrift formats:");
    for (const hw_drift_writer *const *w = hw_drift_writers; *w; w++)
        printf(" %s", (*w)->name);
    printf("\n");
}

static hw_exit run(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    printf("heapwitness %s\n", hw_version());
    libraries();
    formats();
    return hw_printed();
}

const hw_command command_version = {
    .name = "version",
    .operands = "",
    .summary = "the version, and what it was built with",
    .text = "Prints the version, the libraries and the formats of this build.\n",
    .run = run,
};
