# shellcheck shell=sh
# Sourced by demo.sh and check.sh: sees to it that what a build needs is there.
# Package names of Debian 12 and 13 and of Ubuntu 24.04.

# need_command PROGRAM PACKAGE, need_library PKG-CONFIG-NAME PACKAGE, need_file PATH PACKAGE,
# need_python MODULE PACKAGE:
# notes the package where it is missing.
missing=""

need_command() {
    command -v "$1" > /dev/null 2>&1 || missing="$missing $2"
}

need_library() {
    pkg-config --exists "$1" 2> /dev/null || missing="$missing $2"
}

need_file() { # where Debian puts it; other systems have it elsewhere
    [ -e "$1" ] || ! command -v apt-get > /dev/null 2>&1 || missing="$missing $2"
}

need_python() {
    /usr/bin/python3 -c "import $1" 2> /dev/null || python3 -c "import $1" 2> /dev/null ||
        missing="$missing $2"
}

need_to_build() {
    need_command gcc "gcc libc6-dev"
    need_command cmake cmake
    need_command ninja ninja-build
    need_command pkg-config pkg-config
    need_command protoc-c protobuf-c-compiler
    need_library zlib zlib1g-dev
    need_library libcurl libcurl4-openssl-dev
    need_library libprotobuf-c libprotobuf-c-dev
    need_library libxxhash libxxhash-dev
    need_library yajl libyajl-dev
    need_library libelf libelf-dev
    need_library capstone libcapstone-dev
    need_library libcrypto libssl-dev
    need_library libpcre2-8 libpcre2-dev
    need_file /etc/ssl/certs/ca-certificates.crt ca-certificates # for https
}

need_to_test() {
    need_command g++ g++
    need_command python3 python3
    need_command nm binutils
    need_library cmocka libcmocka-dev
    need_python jsonschema python3-jsonschema
    need_python pip python3-pip # for .ci/lint-tools.txt
    need_command shellcheck shellcheck
    need_command clang clang # its headers are what clang-tidy reads
}

# Puts the pinned clang-format and clang-tidy into build/lint-tools, once for each pin.
install_lint_tools() {
    if cmp -s .ci/lint-tools.txt build/lint-tools/installed; then
        return 0
    fi
    python=python3
    python3 -c "import pip" 2> /dev/null || python=/usr/bin/python3
    rm -rf build/lint-tools
    echo "installing clang-format and clang-tidy (build/lint-tools)"
    PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --disable-pip-version-check \
        --target build/lint-tools -r .ci/lint-tools.txt
    cp .ci/lint-tools.txt build/lint-tools/installed
}

# Installs what is missing with apt, or says what to install.
install_missing() {
    [ -n "$missing" ] || return 0
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        as_root="sudo"
        # Without a terminal nobody can type a password.
        [ -t 0 ] || as_root="sudo -n"
    fi
    if ! command -v apt-get > /dev/null 2>&1 ||
        { [ -n "$as_root" ] && ! command -v sudo > /dev/null 2>&1; }; then
        echo "These are missing (names of Debian packages):$missing" >&2
        echo "Install them with your package manager and start again." >&2
        exit 1
    fi
    echo "installing:$missing"
    # shellcheck disable=SC2086 # lists of words
    if ! { $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends $missing > /dev/null; }; then
        echo "apt could not install them. These are missing:$missing" >&2
        exit 1
    fi
}
