hw_room(diag SOURCES)
