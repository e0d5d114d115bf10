hw_room(verdict
    SOURCES verdict.c where.c where_init.c where_main.c site.c lines.c own.c twin.c chain.c call.c join.c judge.c stats.c
            rank.c fingerprint.c quiet.c decls.c build.c goversion.c)
