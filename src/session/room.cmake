hw_room(session
    SOURCES session.c audit.c claims.c drift.c)
