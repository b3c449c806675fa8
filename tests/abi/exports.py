#!/usr/bin/env python3
"""What the shared library shows and uses.

Exported: exactly the functions that the headers declare with SIGNPOST_API, no more and no less.
Imported: nothing that reads the clock, the environment or the locale, that prints, or that ends the process.

usage: exports.py LIBRARY INCLUDE-FOLDER
"""
import glob
import re
import subprocess
import sys

FORBIDDEN = {
    "the environment": "getenv secure_getenv setenv putenv unsetenv environ",
    "the locale": "setlocale localeconv newlocale uselocale nl_langinfo strcoll strxfrm strtod strtof strtold atof "
                  "toupper tolower isalpha isdigit isspace isupper islower isalnum ispunct strcasecmp strncasecmp "
                  "__ctype_b_loc __ctype_tolower_loc __ctype_toupper_loc strerror strerror_r",
    "the clock": "time clock clock_gettime gettimeofday ftime localtime localtime_r gmtime gmtime_r mktime tzset strftime",
    "standard output or error": "printf puts putchar vprintf perror stdout stderr __printf_chk __vprintf_chk psignal",
    "the process": "abort exit _exit _Exit quick_exit raise kill signal sigaction atexit fork system",
    "hidden state": "strtok rand srand random srandom dlopen",
}

# Needed, and why it is harmless.
ALLOWED = {}


def symbols(library, *options):
    out = subprocess.run(["nm", "--dynamic", *options, library], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1].split("@")[0] for line in out.splitlines() if line.split()}


def declared(headers):
    names = set()
    for path in headers:
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        text = re.sub(r"^\s*#.*?(?<!\\)$", "", text, flags=re.S | re.M)
        names.update(re.findall(r"SIGNPOST_API[^;{]*?\b(signpost_\w+)\s*\(", text))
        undecorated = re.findall(r"^(?!SIGNPOST_API|typedef|extern|struct|static)[\w *]+?\b(signpost_\w+)\([^;{]*\);", text, flags=re.M)
        for name in undecorated:
            fail(f"{path} declares {name} without SIGNPOST_API")
    return names


failures = []


def fail(what):
    failures.append(what)


def main():
    library, folder = sys.argv[1:]
    exported = {name for name in symbols(library, "--defined-only") if not name.startswith(("_init", "_fini", "__bss_start", "_edata", "_end"))}
    public = declared(sorted(glob.glob(folder + "/signpost/*.h")))
    if not public:
        fail("no function is declared")
    for name in sorted(exported - public):
        fail(f"{name} is exported, and no header declares it")
    for name in sorted(public - exported):
        fail(f"{name} is declared, and not exported")
    imported = symbols(library, "--undefined-only")
    for why, names in FORBIDDEN.items():
        for name in sorted(imported & set(names.split()) - set(ALLOWED)):
            fail(f"the library imports {name}, which touches {why}")
    for name in sorted(set(ALLOWED) - imported):
        fail(f"{name} is allowed, and not imported: take it from the list")
    for line in failures:
        print(line)
    print(f"{len(public)} functions declared, {len(exported)} exported, {len(imported)} symbols imported")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
