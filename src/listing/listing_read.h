/* listing/listing_read - a listing's text: symbols, their bytes, and what refers to what. */
#ifndef HW_LISTING_LISTING_READ_H
#define HW_LISTING_LISTING_READ_H

#include "listing/listed.h"

/* Adds what a text has; `name` is its name in messages. Lines that are of no listing are passed
 * over. HW_FORMAT: a listing is cut short. */
hw_status hw_listing_read(hw_listing *l, hw_str name, hw_str text, hw_error *err);

#endif
