hw_room(report SOURCES)
