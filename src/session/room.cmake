hw_room(session SOURCES)
