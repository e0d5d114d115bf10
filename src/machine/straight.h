/* machine/straight - code that is run through from one place to another, whatever leads to it. */
#ifndef HW_MACHINE_STRAIGHT_H
#define HW_MACHINE_STRAIGHT_H

#include "executable/image.h"

/* Bytes within which branches are that hw_straight does not look at: those of amd64 with 8 bits.
 * All others would be found in any bytes. */
enum { HW_BRANCH_REACH = 136 };

/* The code of a whole function, from *at on (0 first): *from (0 first) becomes the least offset
 * such that no other branch goes to between *from and `to`. Of amd64, whose instructions may begin
 * at any byte, all that could be a branch is taken for one, so it may be greater than it need be.
 * false: what is at *at could be a branch that goes where its bytes do not say; who knows better
 * asks again behind it. */
bool hw_straight(hw_machine machine, const unsigned char *code, size_t n, uint32_t to, size_t *at,
                 uint32_t *from);

#endif
