/* run/tty - how wide a terminal is. */
#ifndef HW_RUN_TTY_H
#define HW_RUN_TTY_H

/* Columns of the terminal that `fd` is; 0 where it is none, or does not say. */
unsigned hw_tty_columns(int fd);

#endif
