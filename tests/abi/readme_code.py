#!/usr/bin/env python3
"""The C that the README shows compiles against the public headers, with what it takes for granted declared before it.

usage: readme_code.py README INCLUDE-FOLDER C-COMPILER
"""
import re
import subprocess
import sys

GRANTED = """
#include <signpost.h>
signpost_algorithms *algorithms; signpost_directory *directory; signpost_index *index_; signpost_results *results;
signpost_walk *walk; signpost_step step; signpost_sink sink; signpost_minute now; void *context; bool done;
#define index index_ /* string.h has one, too */
size_t ask(const signpost_walk *, const signpost_step *); const char *ask_words(const signpost_step *);
void say(const signpost_walk *, const signpost_step *); void readme(void);
void readme(void) {
"""


def main():
    readme, folder, compiler = sys.argv[1:]
    with open(readme, encoding="utf-8") as file:
        blocks = re.findall(r"^```c\n(.*?)^```$", file.read(), re.S | re.M)
    failed = 0
    for block in blocks:
        run = subprocess.run([compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", folder, "-x", "c", "-"],
                             input=GRANTED + block + "}\n", capture_output=True, text=True)
        failed += run.returncode != 0
        print(run.stderr, end="")
    print(f"{len(blocks)} blocks of C, {failed} that do not compile")
    return failed > 0 or not blocks


if __name__ == "__main__":
    sys.exit(main())
