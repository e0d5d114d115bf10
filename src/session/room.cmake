hw_room(session
    SOURCES session.c programs.c servers.c audit.c claims.c census.c drift.c)
