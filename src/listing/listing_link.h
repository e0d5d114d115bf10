/* listing/listing_link - what a linker does with a listing's symbols. */
#ifndef HW_LISTING_LISTING_LINK_H
#define HW_LISTING_LISTING_LINK_H

#include "listing/listed.h"

/* Lays everything out in the image's memory, and puts addresses where the compiler left room for
 * them. */
hw_status hw_listing_link(hw_listing *l, hw_error *err);

#endif
