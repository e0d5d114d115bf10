/* base/utf8 - text from inputs, made safe to show.
 *
 * Bytes are hostile: control characters move terminals, bidirectional overrides and what is
 * invisible disguise text, invalid UTF-8 breaks JSON, and CI systems take lines of what is printed
 * for commands. hw_utf8_next is the one place that decides what a code point is.
 */
#ifndef HW_BASE_UTF8_H
#define HW_BASE_UTF8_H

#include "base/str.h"

/* Decodes one code point at s.p (s.n > 0). Returns its length in bytes; *cp is UINT32_MAX for a
 * byte that starts no valid sequence (overlong, surrogate, cut short), whose length is 1. */
size_t hw_utf8_next(hw_str s, uint32_t *cp);
/* Whether a code point may reach a terminal as it is: no C0/C1 control, no bidirectional control,
 * no line or paragraph separator, nothing invisible, no noncharacter. */
bool hw_utf8_shown(uint32_t cp);
/* White space, as CI systems skip it before a command. */
bool hw_utf8_space(uint32_t cp);
/* Whether a CI system would take what begins here for a command to it: GitHub's "::error file=x::y"
 * where it is the `first` of its line, "##[", "##vso[" and "##teamcity[" anywhere. */
bool hw_ci_command(hw_str s, bool first);
/* Copies into `buf` (size > 0, always terminated), every code point that may not be shown and the
 * first of a command anywhere in a line replaced by '?', cut at a code point's border. Returns the
 * bytes written without the NUL. */
size_t hw_utf8_clean(hw_str s, char *buf, size_t size);

#endif
