hw_room(report
    SOURCES report.c jsonw.c claim_json.c builds.c profile_builds.c audit_json.c
            page.c notes.c line.c columns.c text_head.c text_site.c audit_text.c
            claims_json.c claims_text.c claims_channels.c claims_list.c
            flow_text.c claims_csv.c claims_editor.c not_understood.c
            drift_text.c drift_json.c census_text.c census_json.c versions_text.c versions_json.c
    LIBRARIES PkgConfig::SMARTCOLS)
