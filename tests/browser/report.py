#!/usr/bin/env python3
"""Opens reports of `signpost audit` in Chromium: of the sample directory, of one whose names are hostile, and of one without gaps;
what is looked at there stands in report.mjs, what is needed in browser.py.

usage: report.py PROGRAM"""
import shutil
import sys

from browser import look
from hostile import spoil
from sandbox import Sandbox


def write_reports(program, folder):
    with Sandbox(program) as sandbox:
        shutil.copy(f"{sandbox.folder}/sample.db", f"{sandbox.folder}/hostile.db")
        spoil(f"{sandbox.folder}/hostile.db")
        for name, options in {"sample": "--directory sample.db", "hostile": "--directory hostile.db",
                              "christmas": "--directory sample.db --from 2026-12-24 --days 4 --disposition Dx05",
                              "gapless": "--directory sample.db --disposition Dx28"}.items():
            began = "" if "--from" in options else " --from 2026-11-20"
            _, errors, status = sandbox.run(f"signpost audit {options}{began} --output {folder}/{name}.html")
            if status:
                sys.exit(f"{name}: exit {status}: {errors}")


if __name__ == "__main__":
    look("report.mjs", lambda folder: write_reports(sys.argv[1], folder))
