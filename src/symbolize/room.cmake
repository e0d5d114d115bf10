hw_room(symbolize SOURCES binary.c parts.c buildinfo.c unquote.c
    LIBRARIES PkgConfig::ELF PkgConfig::CRYPTO)
