hw_room(session
    SOURCES session.c audit.c drift.c)
