hw_room(intake SOURCES)
