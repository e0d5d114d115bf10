#include "decode/profile_sniff.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"

#define PPROF_PRINTED "is what go tool pprof printed of a profile; give the profile itself"
#define GET_BINARY    "; fetch it without ?debug= for the binary form"

/* A heap profile of pprof starts with none of these: its first field is never text. */
static const struct sniff {
    const char *start;
    hw_status status;
    const char *text;
} sniffs[] = {
    {"<!doctype", HW_FORMAT,
     "looks like an HTML page; is it a login page or the index of /debug/pprof/?"},
    {"<html", HW_FORMAT,
     "looks like an HTML page; is it a login page or the index of /debug/pprof/?"},
    {"heap_v2/", HW_UNSUPPORTED, "is the text form of a heap profile of tcmalloc or jemalloc"},
    {"--- heap", HW_UNSUPPORTED, "is the text form of a heap profile of tcmalloc"},
    {"goroutine profile:", HW_UNSUPPORTED,
     "is the text form of a goroutine profile; a heap profile is at /debug/pprof/heap"},
    {"goroutine ", HW_UNSUPPORTED,
     "is a dump of goroutines; a heap profile is at /debug/pprof/heap"},
    {"threadcreate profile:", HW_UNSUPPORTED,
     "is the text form of a thread-creation profile; a heap profile is at /debug/pprof/heap"},
    {"--- contention", HW_UNSUPPORTED,
     "is the text form of a block profile; a heap profile is at /debug/pprof/heap"},
    {"--- mutex", HW_UNSUPPORTED,
     "is the text form of a mutex profile; a heap profile is at /debug/pprof/heap"},
    {"Showing nodes accounting for", HW_UNSUPPORTED, PPROF_PRINTED},
    {"Showing top ", HW_UNSUPPORTED, PPROF_PRINTED},
    {"flat  flat%", HW_UNSUPPORTED, PPROF_PRINTED},
    {"PeriodType: ", HW_UNSUPPORTED, PPROF_PRINTED},
    {"Fetching profile over HTTP", HW_UNSUPPORTED, PPROF_PRINTED},
    {"digraph ", HW_UNSUPPORTED, PPROF_PRINTED},
    {"--- ", HW_UNSUPPORTED, "is the text form of a profile" GET_BINARY},
    {"go 1.", HW_UNSUPPORTED, "is an execution trace; a heap profile is at /debug/pprof/heap"},
    {"go1.", HW_UNSUPPORTED, "is a heap dump (debug.WriteHeapDump) or a trace, and not a profile"},
    {"\x7f"
     "ELF",
     HW_UNSUPPORTED, "is an executable and not a profile"},
    {"\x1f\x8b", HW_FORMAT, "is gzip inside gzip; unpack it once"},
    {"\x28\xb5\x2f\xfd", HW_UNSUPPORTED, "is compressed with zstd; unpack it first"},
    {"\xfd"
     "7zXZ",
     HW_UNSUPPORTED, "is compressed with xz; unpack it first"},
    {"BZh", HW_UNSUPPORTED, "is compressed with bzip2; unpack it first"},
    {"PK\x03\x04", HW_UNSUPPORTED, "is a zip archive; unpack it first"},
};

/* The form of gperftools, which Go wrote before 1.9: the words 0, 3, 0, the period, 0. */
static bool is_old_cpu(hw_str s)
{
    static const size_t sizes[] = {8, 4};
    for (size_t k = 0; k < 2; k++) {
        size_t n = sizes[k];
        bool low = s.n >= 5 * n && s.p[n] == 3, high = s.n >= 5 * n && s.p[2 * n - 1] == 3;
        for (size_t i = 0; i < 5 * n && (low || high); i++) {
            bool three = i == (low ? n : 2 * n - 1), period = i >= 3 * n && i < 4 * n;
            if (!three && !period && s.p[i] != 0)
                low = high = false;
        }
        if (low || high)
            return true;
    }
    return false;
}

/* "File: prog", "Type: inuse_space" and more stand before the table. */
static bool is_pprof_output(hw_str head)
{
    return hw_str_has(head, HW_STR("Showing nodes accounting for ")) ||
           hw_str_has(head, HW_STR("flat  flat%   sum%")) ||
           (hw_str_starts(head, HW_STR("File: ")) && hw_str_has(head, HW_STR("\nType: ")));
}

/* The first bytes; others may be of any language. */
static bool is_text(hw_str s)
{
    enum { LOOKED_AT = 64 };
    s = hw_str_sub(s, 0, LOOKED_AT);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t' && c != '\r' && c != '\n') || c >= 0x7f)
            return false;
    }
    return true;
}

hw_status hw_decode_sniff(hw_str head, hw_str input, hw_error *err)
{
    hw_str s = head;
    hw_str_cut_prefix(&s, HW_STR("\xef\xbb\xbf"));
    while (s.n && strchr(" \t\r\n", s.p[0]))
        s = hw_str_from(s, 1);
    for (size_t i = 0; i < sizeof sniffs / sizeof sniffs[0]; i++) {
        size_t n = strlen(sniffs[i].start);
        if (s.n >= n && strncasecmp(s.p, sniffs[i].start, n) == 0)
            return hw_fail(err, sniffs[i].status, input, "%s", sniffs[i].text);
    }
    if (is_old_cpu(head))
        return hw_fail(err, HW_UNSUPPORTED, input,
                       "is a CPU profile in its old form; a heap profile of Go is at "
                       "/debug/pprof/heap");
    if (is_text(head) && is_pprof_output(head))
        return hw_fail(err, HW_UNSUPPORTED, input, PPROF_PRINTED);
    if (head.n && is_text(head))
        return hw_fail(err, HW_FORMAT, input,
                       "is text and not a pprof profile; compiler logs are given with --claims");
    return HW_OK;
}
