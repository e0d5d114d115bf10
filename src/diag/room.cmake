hw_room(diag
    SOURCES diag.c message.c position.c foreign.c trace.c assembly.c prefix.c plain.c expression.c read.c pieces.c append.c block.c
            fill.c link.c parameters.c finish.c bundle.c
            json.c json_piece.c json_text.c json_files.c json_marry.c json_render.c json_notes.c
            rewrite.c partial.c layout.c wrapper.c unwrap.c
    LIBRARIES PkgConfig::JSONC)
