#!/usr/bin/env python3
"""Opens reports of `signpost audit` in Chromium: of the sample directory, of one whose names are hostile, and of one without gaps;
what is looked at there stands in report.mjs.

usage: report.py PROGRAM
Needs chromium, node and npm; playwright-core and axe-core come from the npm registry into a temporary folder. What cannot be had
is said, and the test is skipped. With SIGNPOST_SCREENSHOTS=FOLDER pictures of the pages are left there, to be looked at."""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "golden"))
from sandbox import Sandbox  # noqa: E402

PACKAGES = ["playwright-core@1.65.1", "axe-core@4.14.1"]
SKIPPED = 77
HOSTILE = [
    "<script>window.hacked = 1</script>",
    "</title></style></script><script>window.hacked = 2</script>",
    "\"><img src=\"http://hostile.invalid/a.png\" onerror=\"window.hacked = 3\">",
    "' onfocus='window.hacked = 4' autofocus='",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe \u2066\u2067 \u200f\u0634\u0641\u0627\u0621",
    "\u0645\u0631\u0643\u0632 \u0627\u0644\u0635\u062d\u0629",
    "]]>&lt;b&gt;<b>\x01\x07\x1b[31m\u0085\u2028",
    "{{constructor.constructor('window.hacked = 5')()}}",
    "x" * 10000,
    "<svg/onload=window.hacked=6>",
    "<style>*{display:none}</style>",
]


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def spoil(path):
    """Gives services, types, areas and the directory itself names that a page must not take as its own."""
    with sqlite3.connect(path) as database:
        for table, key, column in [("service", "id", "public_name"), ("area", "code", "name"), ("service_type", "id", "name")]:
            keys = [row[0] for row in database.execute(f"SELECT {key} FROM {table} ORDER BY {key}")]
            database.executemany(f"UPDATE {table} SET {column} = ? WHERE {key} = ?",
                                 [(f"{HOSTILE[i % len(HOSTILE)]} {i}", one) for i, one in enumerate(keys)])
        database.execute("UPDATE directory SET name = ?", (HOSTILE[0] + HOSTILE[2] + HOSTILE[5],))


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
