hw_room(decode SOURCES)
