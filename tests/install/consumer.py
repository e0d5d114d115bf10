#!/usr/bin/env python3
"""Installs the build, moves what was installed, builds a project against it and runs it.

    consumer.py CMAKE C_COMPILER CONFIGURATION BUILD PROGRAMS

With find_package and with pkg-config, each shared and static; and the program in docs/library.md,
whose output is held against what stands there. BUILD is the build tree, PROGRAMS the folder of
unpacked test programs.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = HERE.parents[1] / "docs/library.md"
RECORDED = HERE.parent / "data/corpus/recorded/1.26.8/moved"
FLAGS = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nexit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(ok, what):
    if not ok:
        sys.exit(f"consumer.py: {what}")


def install(cmake, configuration, build, work):
    """Into a prefix that is gone when somebody uses it."""
    first, prefix = work / "first", work / "moved"
    run(cmake, "--install", build, "--prefix", first, "--config", configuration)
    first.rename(prefix)
    for path in [*prefix.rglob("*.cmake"), *prefix.rglob("*.pc")]:
        text = path.read_text(encoding="utf-8")
        for folder in (first, build):
            check(str(folder) not in text, f"{path.name} names {folder}")
    return prefix


def with_cmake(cmake, compiler, prefix, work):
    out = work / "cmake"
    run(cmake, "-S", HERE / "consumer", "-B", out, f"-DCMAKE_PREFIX_PATH={prefix}",
        f"-DCMAKE_C_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Debug")
    run(cmake, "--build", out, "--parallel", "2")
    return {"shared": out / "shared", "static": out / "static", "c++": out / "cpp"}


def pkg_config(prefix, *options):
    pc = next(prefix.rglob("heapwitness.pc"))
    env = dict(os.environ, PKG_CONFIG_PATH=str(pc.parent))
    return run("pkg-config", *options, "heapwitness", env=env).split()


def compile_shared(compiler, prefix, source, out):
    run(compiler, *FLAGS, source, "-o", out, *pkg_config(prefix, "--cflags", "--libs"),
        f"-Wl,-rpath,{next(prefix.rglob('libheapwitness.so')).parent}")
    return out


def with_pkg_config(compiler, prefix, work):
    source, static = HERE / "consumer" / "consumer.c", work / "pc-static"
    archive = ["-l:libheapwitness.a" if f == "-lheapwitness" else f
               for f in pkg_config(prefix, "--static", "--cflags", "--libs")]
    run(compiler, *FLAGS, source, "-o", static, *archive)
    return {"shared": compile_shared(compiler, prefix, source, work / "pc-shared"), "static": static}


def check_document(compiler, prefix, work):
    """The program of docs/library.md, and what it prints."""
    code, shown = re.search(r"```c\n(.*?)```.*?```\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"),
                            re.S).groups()
    source = work / "document.c"
    source.write_text(code, encoding="utf-8")
    program = compile_shared(compiler, prefix, source, work / "document")
    said = run(program, RECORDED / "escape.m2.log.gz", RECORDED / "heap.pb.gz")
    check(said == shown, f"{DOCUMENT.name} shows\n{shown}\nand its program prints\n{said}")


def needed(path):
    return re.findall(r"\(NEEDED\).*\[(.+?)\]", run("readelf", "-d", path))


def check_program(kind, program, programs, version):
    said = run(program, RECORDED / "heap.pb.gz", RECORDED / "escape.m2.log.gz", programs / "1.26.8/moved")
    check(said == f"heapwitness {version}\n", f"{program} says {said!r}")
    libraries = needed(program)
    ours = [n for n in libraries if n.startswith("libheapwitness.so")]
    check(len(ours) == (kind != "static"), f"{program} is linked with {libraries}")
    others = [n for n in libraries if re.match("lib(curl|archive|crypto|capstone)", n)]
    check(not others, f"{program} is linked with what is loaded at run time: {others}")
    # The shared library brings along what it needs.
    check(kind == "static" or not any("protobuf" in n for n in libraries),
          f"{program} is linked with {libraries}")


def main():
    cmake, compiler, configuration, build, programs = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder).resolve()
        prefix = install(cmake, configuration, pathlib.Path(build), work)
        version = re.search(r"(?m)^Version: (\S+)$", next(prefix.rglob("*.pc")).read_text()).group(1)
        tool = run(prefix / "bin/heapwitness", "version").split()
        check(version in tool, f"heapwitness.pc is of {version}, the program says {tool[:2]}")
        for built in (with_cmake(cmake, compiler, prefix, work),
                      with_pkg_config(compiler, prefix, work)):
            for kind, program in built.items():
                check_program(kind, program, pathlib.Path(programs), version)
        check_document(compiler, prefix, work)


if __name__ == "__main__":
    main()
