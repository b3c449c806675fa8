#!/usr/bin/env python3
"""Every subcommand has its manual page among those that are installed, and each page names its subcommand.

usage: man_pages.py PROGRAM PAGE...
"""
import os
import re
import subprocess
import sys


def main():
    program, pages = sys.argv[1], sys.argv[2:]
    shown = subprocess.run([program, "help"], capture_output=True, text=True, check=True).stdout
    names = {"signpost-" + name.replace(" ", "-") for name in re.findall(r"^  ([a-z]+(?: [a-z]+)?)  +\S", shown, re.M)} | {"signpost"}
    made = {os.path.basename(page)[:-2]: open(page, encoding="utf-8").read() for page in pages}
    wrong = [f"no page for {name}" for name in names - made.keys()] + [f"a page for nothing: {name}" for name in made.keys() - names]
    wrong += [f"{name} does not begin as a page" for name, text in made.items() if not text.startswith(f".TH {name} 1")]
    print("\n".join(wrong))
    print(f"{len(made)} pages, {len(wrong)} mistakes")
    return bool(wrong) or len(names) < 5


if __name__ == "__main__":
    sys.exit(main())
