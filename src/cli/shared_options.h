/* cli/shared_options - rows of options that several commands have. */
#ifndef HW_CLI_SHARED_OPTIONS_H
#define HW_CLI_SHARED_OPTIONS_H

#include <stddef.h>

#include "cli/setters_claims.h"

#define HW_FIELD(name) offsetof(hw_args, name)

#define HW_OPTION_CLAIMS                                                                           \
    {.name = "claims",                                                                             \
     .letter = 'c',                                                                                \
     .arg = "LOG",                                                                                 \
     .help =                                                                                       \
         "what the compiler said (-gcflags=-m=2) of the same program; may be given several times", \
     .group = HW_GROUP_INPUT,                                                                      \
     .set = hw_set_list,                                                                           \
     .field = HW_FIELD(claims)}

#define HW_OPTION_MERGE                                                                            \
    {.name = "merge",                                                                              \
     .help = "add up profiles of one process too; else the newest of them is used alone",          \
     .group = HW_GROUP_INPUT,                                                                      \
     .set = hw_set_flag,                                                                           \
     .field = HW_MERGE}

#define HW_OPTION_NODECOUNT(text)                                                                  \
    {.name = "nodecount",                                                                          \
     .letter = 'n',                                                                                \
     .arg = "N",                                                                                   \
     .help = (text),                                                                               \
     .group = HW_GROUP_SHOW,                                                                       \
     .set = hw_set_count,                                                                          \
     .field = HW_FIELD(nodecount)}

#define HW_OPTION_FOCUS(text)                                                                      \
    {.name = "focus",                                                                              \
     .arg = "REGEX",                                                                               \
     .help = (text),                                                                               \
     .group = HW_GROUP_SHOW,                                                                       \
     .set = hw_set_text,                                                                           \
     .field = HW_FIELD(focus)}

#define HW_OPTION_ALL(text)                                                                        \
    {.name = "all",                                                                                \
     .letter = 'a',                                                                                \
     .help = (text),                                                                               \
     .group = HW_GROUP_SHOW,                                                                       \
     .set = hw_set_switch,                                                                         \
     .field = HW_FIELD(all)}

#define HW_OPTION_STRICT(text)                                                                     \
    {.name = "strict",                                                                             \
     .help = (text),                                                                               \
     .group = HW_GROUP_EXIT,                                                                       \
     .set = hw_set_switch,                                                                         \
     .field = HW_FIELD(strict)}

#define HW_OPTION_FORMAT(text)                                                                     \
    {.name = "format",                                                                             \
     .letter = 'f',                                                                                \
     .arg = "NAME",                                                                                \
     .help = (text),                                                                               \
     .group = HW_GROUP_OUTPUT,                                                                     \
     .set = hw_set_format}

#define HW_OPTION_IGNORE                                                                           \
    {.name = "ignore",                                                                             \
     .arg = "REGEX",                                                                               \
     .help = "nothing that matches",                                                               \
     .group = HW_GROUP_SHOW,                                                                       \
     .set = hw_set_text,                                                                           \
     .field = HW_FIELD(ignore)}

#define HW_OPTION_PACKAGE                                                                          \
    {.name = "package",                                                                            \
     .arg = "LIST",                                                                                \
     .help =                                                                                       \
         "only these packages: import paths, p/... with what is below, ./p for any that end so",   \
     .group = HW_GROUP_SHOW,                                                                       \
     .set = hw_set_only_packages}

#define HW_OPTION_JOBS                                                                             \
    {.name = "jobs",                                                                               \
     .letter = 'j',                                                                                \
     .arg = "N",                                                                                   \
     .help = "read a log with N threads, 0: one for each CPU (the default)",                       \
     .group = HW_GROUP_INPUT,                                                                      \
     .set = hw_set_small,                                                                          \
     .field = HW_FIELD(session.threads)}

#define HW_OPTION_OUTPUT                                                                           \
    {.name = "output",                                                                             \
     .letter = 'o',                                                                                \
     .arg = "FILE",                                                                                \
     .help = "write to FILE, all of it or nothing",                                                \
     .group = HW_GROUP_OUTPUT,                                                                     \
     .set = hw_set_file,                                                                           \
     .field = HW_FIELD(output)}

#define HW_OPTION_UNIT                                                                             \
    {.name = "unit",                                                                               \
     .arg = "UNIT",                                                                                \
     .help = "sizes of the table: auto, b, kb, mb, gb or tb",                                      \
     .group = HW_GROUP_OUTPUT,                                                                     \
     .set = hw_set_unit}

#define HW_OPTION_COLOR                                                                            \
    {.name = "color",                                                                              \
     .also = "colour",                                                                             \
     .arg = "WHEN",                                                                                \
     .help = "auto (on a terminal), always or never",                                              \
     .group = HW_GROUP_OUTPUT,                                                                     \
     .set = hw_set_colour}

#define HW_OPTION_HELP                                                                             \
    {.name = "help",                                                                               \
     .letter = 'h',                                                                                \
     .help = "show this",                                                                          \
     .group = HW_GROUP_OUTPUT,                                                                     \
     .set = hw_set_switch,                                                                         \
     .field = HW_FIELD(help)}

/* Each with the comma behind it: */

#define HW_OPTIONS_FETCH                                                                           \
    {.name = "header",                                                                             \
     .letter = 'H',                                                                                \
     .arg = "LINE",                                                                                \
     .help = "send this header (\"Name: value\"); @FILE sends the lines of a file",                \
     .group = HW_GROUP_FETCH,                                                                      \
     .set = hw_set_header},                                                                        \
        {.name = "user",                                                                           \
         .letter = 'u',                                                                            \
         .arg = "NAME:PASSWORD",                                                                   \
         .help = "basic authentication; @FILE reads it from a file",                               \
         .group = HW_GROUP_FETCH,                                                                  \
         .set = hw_set_secret,                                                                     \
         .field = HW_FIELD(session.user)},                                                         \
        {.name = "bearer-token-file",                                                              \
         .arg = "FILE",                                                                            \
         .help = "send the content of FILE as bearer token",                                       \
         .group = HW_GROUP_FETCH,                                                                  \
         .set = hw_set_file,                                                                       \
         .field = HW_FIELD(session.bearer_token_file)},                                            \
        {.name = "tls_cert",                                                                       \
         .also = "cert",                                                                           \
         .arg = "FILE",                                                                            \
         .help = "client certificate",                                                             \
         .group = HW_GROUP_FETCH,                                                                  \
         .set = hw_set_file,                                                                       \
         .field = HW_FIELD(session.tls_cert)},                                                     \
        {.name = "tls_key",                                                                        \
         .also = "key",                                                                            \
         .arg = "FILE",                                                                            \
         .help = "its private key",                                                                \
         .group = HW_GROUP_FETCH,                                                                  \
         .set = hw_set_file,                                                                       \
         .field = HW_FIELD(session.tls_key)},                                                      \
        {.name = "tls_ca",                                                                         \
         .also = "cacert",                                                                         \
         .arg = "FILE",                                                                            \
         .help = "authorities to trust",                                                           \
         .group = HW_GROUP_FETCH,                                                                  \
         .set = hw_set_file,                                                                       \
         .field = HW_FIELD(session.tls_ca)},                                                       \
        {.name = "insecure",                                                                       \
         .letter = 'k',                                                                            \
         .help = "do not verify the server's certificate",                                         \
         .group = HW_GROUP_FETCH,                                                                  \
         .set = hw_set_switch,                                                                     \
         .field = HW_FIELD(session.insecure)},                                                     \
        {.name = "timeout",                                                                        \
         .also = "max-time",                                                                       \
         .letter = 'm',                                                                            \
         .arg = "SECONDS",                                                                         \
         .help = "for a whole transfer (default 60)",                                              \
         .group = HW_GROUP_FETCH,                                                                  \
         .set = hw_set_seconds,                                                                    \
         .field = HW_FIELD(session.timeout)},                                                      \
        {.name = "retry",                                                                          \
         .arg = "N",                                                                               \
         .help = "try again N times when refused, timed out, or told to wait",                     \
         .group = HW_GROUP_FETCH,                                                                  \
         .set = hw_set_small,                                                                      \
         .field = HW_FIELD(session.retry)},

#define HW_OPTION_LIMIT(limit, option, value, text)                                                \
    {.name = "max-" option,                                                                        \
     .arg = "N",                                                                                   \
     .help = text,                                                                                 \
     .group = HW_GROUP_LIMITS,                                                                     \
     .set = hw_set_size,                                                                           \
     .field = HW_FIELD(limits.limit),                                                              \
     .number = value},

#define HW_OPTIONS_LIMITS HW_LIMITS(HW_OPTION_LIMIT)

/* What every command has that reads logs. An option that all of them should get is best added here.
 */
#define HW_OPTIONS_READER HW_OPTION_COLOR, HW_OPTION_HELP, HW_OPTIONS_FETCH HW_OPTIONS_LIMITS

/* What such options do where sites are shown. */
#define HW_TEXT_NODECOUNT_SITES "show N sites (default 20), 0: all"
#define HW_TEXT_FOCUS_SITES                                                                        \
    "only sites whose function, file or package matches, inlined frames included"
#define HW_TEXT_STRICT_SITES                                                                       \
    "exit with 4 when the result is not complete: another build, a foreign log, lines "            \
    "not understood"
#define HW_TEXT_FORMAT "text (the default) or json"

#endif
