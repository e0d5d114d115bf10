hw_unit_test(session SOURCES unit/session.c
    ROOMS base model intake decode symbolize diag verdict report session)
