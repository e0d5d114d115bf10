hw_unit_test(session SOURCES unit/session.c
    ROOMS intake decode symbolize diag verdict drift report session)
