hw_room(verdict
    SOURCES verdict.c programs.c identity.c where.c where_init.c where_main.c site.c lines.c own.c own_call.c objects.c silence.c twin.c chain.c call.c join.c entries.c judge.c stats.c
            rank.c fingerprint.c quiet.c decls.c build.c goversion.c inlined.c inlined_log.c filtered.c
            drift.c drift_items.c drift_form.c drift_align.c drift_rows.c drift_claims.c
            drift_equal.c drift_rest.c versions.c)
