#include "listing/listing_words.h"

int hw_listing_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

size_t hw_listing_number(hw_str s, unsigned base, uint32_t *ret)
{
    uint64_t value = 0;
    size_t i = 0;
    for (; i < s.n && hw_listing_digit(s.p[i]) >= 0 && hw_listing_digit(s.p[i]) < (int)base; i++) {
        value = value * base + (unsigned)hw_listing_digit(s.p[i]);
        if (value > UINT32_MAX)
            return 0;
    }
    *ret = (uint32_t)value;
    return i;
}

void hw_listing_position(hw_str text, hw_str *file, uint32_t *line)
{
    uint32_t last, before;
    *file = (hw_str){0};
    *line = 0;
    if (hw_str_ends(text, HW_STR("]"))) /* of a //line directive: the real place */
        text = hw_str_sub(text, 0, hw_str_rchr(text, '['));
    size_t colon = hw_str_rchr(text, ':');
    if (colon == HW_NPOS)
        return;
    hw_str number = hw_str_from(text, colon + 1), head = hw_str_sub(text, 0, colon);
    if (number.n == 0 || hw_listing_number(number, 10, &last) != number.n)
        return;
    *file = head;
    *line = last;
    colon = hw_str_rchr(head, ':');
    number = colon == HW_NPOS ? (hw_str){0} : hw_str_from(head, colon + 1);
    if (number.n && hw_listing_number(number, 10, &before) == number.n) {
        *file = hw_str_sub(head, 0, colon);
        *line = before;
    }
}
