/* machine/straight - from where on code surely runs straight to a call, without being entered by a
 * branch. */
#ifndef HW_MACHINE_STRAIGHT_H
#define HW_MACHINE_STRAIGHT_H

#include "executable/image.h"

/* The reach in bytes of the branches that hw_straight does not look at: those of amd64 with 8 bits,
 * which would be found in almost any bytes. */
enum { HW_BRANCH_REACH = 136 };

/* Searches the code of a whole function for branches. *from becomes the least offset such that no
 * branch goes to a place between it and `to`. Both *at and *from are 0 at first. An amd64
 * instruction may begin at any byte: all that could be a branch counts as one, so *from may be
 * greater than necessary. false: at *at there may be an indirect branch, whose target is not in its
 * bytes. A caller who knows that it is none sets *at behind it and calls again. */
bool hw_straight(hw_machine machine, const unsigned char *code, size_t n, uint32_t to, size_t *at,
                 uint32_t *from);

#endif
