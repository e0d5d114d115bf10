#include "decode/text_form_line.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static void skip_blanks(hw_str *s)
{
    while (s->n && blank(s->p[0]))
        *s = hw_str_from(*s, 1);
}

/* Takes digits off the front. */
static bool number(hw_str *s, int64_t *ret)
{
    uint64_t value;
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (!hw_str_u64(hw_str_sub(*s, 0, n), INT64_MAX, &value))
        return false;
    *ret = (int64_t)value;
    *s = hw_str_from(*s, n);
    return true;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes "0x" and its digits off the front. */
static bool hex(hw_str *s, uint64_t *ret)
{
    hw_str rest = *s;
    uint64_t value = 0;
    size_t n = 0;
    if (!hw_str_cut_prefix(&rest, HW_STR("0x")))
        return false;
    for (; n < rest.n && digit(rest.p[n]) >= 0; n++) {
        if (value >> 60)
            return false;
        value = value << 4 | (uint64_t)digit(rest.p[n]);
    }
    *s = hw_str_from(rest, n);
    *ret = value;
    return n > 0;
}

static bool literal(hw_str *s, const char *text)
{
    skip_blanks(s);
    return hw_str_cut_prefix(s, hw_str_of(text));
}

/* "5: 1048 [709: 17837680] @" */
static bool counts(hw_str *s, hw_text_counts *ret)
{
    hw_text_counts c;
    skip_blanks(s);
    if (!number(s, &c.inuse_objects) || !literal(s, ":"))
        return false;
    skip_blanks(s);
    if (!number(s, &c.inuse_bytes) || !literal(s, "["))
        return false;
    skip_blanks(s);
    if (!number(s, &c.alloc_objects) || !literal(s, ":"))
        return false;
    skip_blanks(s);
    if (!number(s, &c.alloc_bytes) || !literal(s, "]") || !literal(s, "@"))
        return false;
    *ret = c;
    return true;
}

bool hw_text_header(hw_str line, hw_text_counts *ret, hw_str *kind)
{
    if (!hw_str_cut_prefix(&line, HW_STR("heap profile:")) || !counts(&line, ret))
        return false;
    *kind = hw_str_trim(line);
    return true;
}

bool hw_text_sample(hw_str line, hw_text_counts *ret, hw_str *addresses)
{
    if (!counts(&line, ret))
        return false;
    *addresses = hw_str_trim(line);
    return true;
}

bool hw_text_address(hw_str *s, uint64_t *ret)
{
    hw_str rest = *s;
    if (!hex(&rest, ret) || (rest.n && !blank(rest.p[0])))
        return false;
    skip_blanks(&rest);
    *s = rest;
    return true;
}

/* Splits "name+0x1f", which a blank ends, off the front: names of types' functions have blanks. */
static bool name_and_offset(hw_str *s, hw_str *name, uint64_t *offset)
{
    for (size_t at = 0; at < s->n; at++) {
        hw_str rest = hw_str_from(*s, at + 1);
        if (s->p[at] == '+' && hex(&rest, offset) && rest.n && blank(rest.p[0])) {
            *name = hw_str_sub(*s, 0, at);
            *s = rest;
            return true;
        }
    }
    return false;
}

/* Lines that no file can have are unknown. */
static bool file_and_line(hw_str s, hw_text_frame *ret)
{
    size_t colon = hw_str_rchr(s, ':');
    hw_str digits = hw_str_from(s, colon == HW_NPOS ? s.n : colon + 1);
    uint64_t line;
    hw_str_cut_prefix(&digits, HW_STR("-"));
    if (!hw_str_u64(digits, UINT64_MAX, &line))
        return false;
    ret->file = hw_str_sub(s, 0, colon);
    ret->line = line <= INT32_MAX && s.p[colon + 1] != '-' ? (uint32_t)line : 0;
    return true;
}

bool hw_text_frame_of(hw_str line, hw_text_frame *ret)
{
    hw_text_frame f = {0};
    uint64_t offset;
    if (!hw_str_cut_prefix(&line, HW_STR("#")) || !line.n || !blank(line.p[0]))
        return false;
    line = hw_str_trim(line);
    if (!hex(&line, &f.pc) || (line.n && !blank(line.p[0])))
        return false;
    skip_blanks(&line);
    if (line.n) {
        if (!name_and_offset(&line, &f.name, &offset) || f.name.n == 0 || offset > f.pc)
            return false;
        skip_blanks(&line);
        if (!file_and_line(line, &f))
            return false;
        f.entry = f.pc - offset;
    }
    *ret = f;
    return true;
}
