hw_room(symbolize
    SOURCES binary.c parts.c buildinfo.c unquote.c image.c reloc.c moduledata.c pclntab.c inline.c
            unit.c call_shape.c frames.c program.c types.c code.c code_amd64.c code_arm64.c flow.c straight.c call.c
            text.c witness.c survey.c
            listing.c listing_read.c listing_tree.c listing_link.c
    LIBRARIES PkgConfig::ELF)
