/* listing/listing_words - numbers and positions as the compiler prints them. */
#ifndef HW_LISTING_LISTING_WORDS_H
#define HW_LISTING_LISTING_WORDS_H

#include "base/str.h"

/* The value of a hexadecimal digit in lower case; -1: it is none. */
int hw_listing_digit(char c);
/* A number of digits to the base at the beginning, at most 2^32 - 1; its length, 0 where there is
 * none. */
size_t hw_listing_number(hw_str s, unsigned base, uint32_t *ret);
/* FILE:LINE[:COL][ORIG] → the first two; line 0 where there is none. */
void hw_listing_position(hw_str text, hw_str *file, uint32_t *line);

#endif
