hw_room(session
    SOURCES session.c programs.c servers.c audit.c claims.c drift.c)
