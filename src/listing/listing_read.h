/* listing/listing_read - a listing's text: symbols, their bytes, and what refers to what. */
#ifndef HW_LISTING_LISTING_READ_H
#define HW_LISTING_LISTING_READ_H

#include "listing/listed.h"

/* Adds what a text has. `name`: of it, for messages. Nothing in it is too little for an error but a listing that is cut. */
hw_status hw_listing_read(hw_listing *l, hw_str name, hw_str text, hw_error *err);

#endif
