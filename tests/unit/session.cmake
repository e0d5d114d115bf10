hw_unit_test(session SOURCES unit/session.c
    ROOMS session)
