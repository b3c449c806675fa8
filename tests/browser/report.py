#!/usr/bin/env python3
"""Opens reports of `signpost audit` in Chromium: of the sample directory, of one whose names are hostile, and of one without gaps;
what is looked at there stands in report.mjs.

usage: report.py PROGRAM
Needs chromium, node and npm; playwright-core and axe-core come from the npm registry into a temporary folder. What cannot be had
is said, and the test is skipped. With SIGNPOST_SCREENSHOTS=FOLDER pictures of the pages are left there, to be looked at."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "golden"))
from hostile import spoil  # noqa: E402
from sandbox import Sandbox  # noqa: E402

PACKAGES = ["playwright-core@1.65.1", "axe-core@4.14.1"]
SKIPPED = 77


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


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


def main():
    program = sys.argv[1]
    chromium = shutil.which("chromium") or skip("chromium is not installed")
    if not shutil.which("node") or not shutil.which("npm"):
        skip("node or npm is not installed")
    with tempfile.TemporaryDirectory(prefix="signpost-browser-") as folder:
        write_reports(program, folder)
        fetched = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        if fetched.returncode:
            skip("the npm registry could not be reached")
        shutil.copy(SOURCE / "tests" / "browser" / "report.mjs", folder)
        environment = {**os.environ, "CHROMIUM": chromium}
        environment.pop("LD_PRELOAD", None)
        sys.exit(subprocess.run(["node", f"{folder}/report.mjs", folder], env=environment, timeout=280).returncode)


if __name__ == "__main__":
    main()
