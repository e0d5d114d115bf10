hw_room(verdict SOURCES)
