/* run/tty - how wide a terminal is. */
#ifndef HW_RUN_TTY_H
#define HW_RUN_TTY_H

/* Columns of the terminal behind `fd`; 0 if it is no terminal, or does not tell. */
unsigned hw_tty_columns(int fd);

#endif
