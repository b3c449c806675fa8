#!/usr/bin/env python3
"""Each public header stands alone, as C11 and as C++, without a warning; its _INIT macros make the value they are for;
and signpost.h includes it.

usage: headers_alone.py INCLUDE-FOLDER C-COMPILER [C++-COMPILER]
"""
import glob
import os
import re
import subprocess
import sys

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]


def source_for(header, text):
    lines = [f"#include <{header}>", f"#include <{header}>", "void use(void);", "void use(void) {"]
    for macro in re.findall(r"#define (SIGNPOST_\w+)_INIT\b", text):
        lines.append(f"    {macro.lower()} {macro.lower()}_value = {macro}_INIT; (void){macro.lower()}_value;")
    return "\n".join(lines + ["}", ""])


def complaints_of(command, source):
    run = subprocess.run(command, input=source, capture_output=True, text=True)
    return run.stderr if run.returncode else ""


def main():
    folder, c_compiler, *cpp = sys.argv[1:]
    languages = [("C11", [c_compiler, "-x", "c", "-std=c11"])]
    # A designated initializer leaves the rest zero, in C++20 as in C; g++ warns of it all the same.
    languages += [("C++", [compiler, "-x", "c++", "-std=c++20", "-Wno-missing-field-initializers"]) for compiler in cpp]
    headers = ["signpost.h"] + sorted("signpost/" + os.path.basename(path) for path in glob.glob(folder + "/signpost/*.h"))
    with open(folder + "/signpost.h", encoding="utf-8") as file:
        umbrella = file.read()
    failed = 0
    for header in headers:
        with open(f"{folder}/{header}", encoding="utf-8") as file:
            text = file.read()
        if header != "signpost.h" and f'#include "{header}"' not in umbrella:
            print(f"signpost.h does not include {header}")
            failed += 1
        for language, command in languages:
            complaints = complaints_of([command[0], *WARNINGS, *command[1:], "-fsyntax-only", "-I", folder, "-"], source_for(header, text))
            if complaints:
                print(f"{header} as {language}:\n{complaints}")
                failed += 1
    print(f"{len(headers)} headers as {', '.join(name for name, _ in languages)}: {failed} complaints")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
