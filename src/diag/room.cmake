hw_room(diag SOURCES message.c foreign.c expression.c read.c fill.c link.c parameters.c finish.c)
