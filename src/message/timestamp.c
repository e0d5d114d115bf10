/* Times as logs, CI systems, syslog and container runtimes print them before a line. */
#include "message/timestamp.h"

#include "message/scan.h"

enum { NAME_MAX_LEN = 160 }; /* of a host and a program behind a time */

/* hh:mm:ss[.fff] */
static size_t clock_at(hw_str s, size_t at)
{
    size_t end = hw_scan_digits(s, at, 2);
    for (int i = 0; end && i < 2; i++)
        if ((end = hw_scan_one_of(s, end, ":")) > 0)
            end = hw_scan_digits(s, end, 2);
    size_t part = hw_scan_one_of(s, end, ".,");
    return part && hw_scan_digit(s, part) ? hw_scan_number(s, part) : end;
}

/* 2026-01-02T03:04:05.678Z, 2026/01/02 03:04:05, 2026-01-02T03:04:05+01:00 */
static size_t date_and_clock(hw_str s, size_t at)
{
    size_t end = hw_scan_one_of(s, hw_scan_digits(s, at, 4), "-/");
    if (end)
        end = hw_scan_one_of(s, hw_scan_digits(s, end, 2), "-/");
    if (end)
        end = hw_scan_one_of(s, hw_scan_digits(s, end, 2), "T ");
    if (end)
        end = clock_at(s, end);
    size_t zone = hw_scan_one_of(s, end, "Z+-");
    if (zone && s.p[zone - 1] != 'Z') {
        size_t hours = hw_scan_digits(s, zone, 2), colon = hw_scan_one_of(s, hours, ":");
        zone = colon ? hw_scan_digits(s, colon, 2) : hw_scan_digits(s, zone, 4);
    }
    return zone ? zone : end;
}

/* "Jan  2 03:04:05" of ts and syslog. */
static size_t month_and_clock(hw_str s, size_t at)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    hw_str name = hw_str_sub(s, at, at + 3);
    size_t known = name.n == 3 ? hw_str_find(HW_STR(months), name) : HW_NPOS;
    if (known == HW_NPOS || known % 3)
        return 0;
    size_t day = hw_scan_one_of(s, at + 3, " ");
    if (hw_scan_one_of(s, day, " "))
        day++;
    size_t end = day ? hw_scan_number(s, day) : 0;
    end = hw_scan_one_of(s, end, " ");
    return end ? clock_at(s, end) : 0;
}

/* Behind a time: "00O " of GitLab's runner ("+" continues a line), "stderr F " of container
 * runtimes (P: a part), "host go[123]: " of syslog. */
static size_t behind_time(hw_str s, size_t at)
{
    static const hw_str streams[] = {{"stdout ", 7}, {"stderr ", 7}};
    hw_str rest = hw_str_sub(s, at, at + NAME_MAX_LEN);
    if (rest.n >= 4 && hw_scan_digits(rest, 0, 2) && (rest.p[2] == 'O' || rest.p[2] == 'E') &&
        (rest.p[3] == ' ' || rest.p[3] == '+'))
        return at + 4;
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++)
        if (hw_str_starts(rest, streams[i]) && rest.n > 8 &&
            (rest.p[7] == 'F' || rest.p[7] == 'P') && rest.p[8] == ' ')
            return at + 9;
    size_t host = hw_str_chr(rest, ' ');
    size_t tag = host == HW_NPOS ? HW_NPOS : hw_str_find(rest, HW_STR("]: "));
    if (tag == HW_NPOS || hw_str_chr(hw_str_sub(rest, host + 1, tag), ' ') != HW_NPOS ||
        hw_str_chr(hw_str_sub(rest, host + 1, tag), '[') == HW_NPOS)
        return at;
    return at + tag + 3;
}

size_t hw_time_length(hw_str s)
{
    size_t end = date_and_clock(s, 0);
    if (!end)
        end = clock_at(s, 0);
    if (!end)
        end = month_and_clock(s, 0);
    if (!end && (end = hw_scan_number(s, 0)) > 0) { /* seconds since 1970 */
        size_t part = hw_scan_one_of(s, end, ".");
        if (end < 9 || end > 19)
            end = 0;
        else if (part && hw_scan_digit(s, part))
            end = hw_scan_number(s, part);
    }
    if (end && end == s.n)
        return end;
    end = hw_scan_one_of(s, end, " ");
    return end ? behind_time(s, end) : 0;
}

size_t hw_date_length(hw_str s)
{
    return date_and_clock(s, 0);
}
