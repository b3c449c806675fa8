#!/usr/bin/env python3
"""Opens pages of `signpost directory review` in Chromium: of a change that opens gaps, with another that conflicts; of one whose every
value is hostile; and of one that was decided, and is not judged. What is looked at there stands in review.mjs.

usage: review.py PROGRAM"""
import shutil
import sys

from browser import look
from hostile import spoil, submit_hostile_changes
from sandbox import Sandbox


def write_pages(program, folder):
    with Sandbox(program) as sandbox:
        def run(command):
            _, errors, status = sandbox.run(command)
            if status:
                sys.exit(f"$ {command}\nexit {status}: {errors}")

        shutil.copy(f"{sandbox.folder}/sample.db", f"{sandbox.folder}/hostile.db")
        to = "--directory sample.db"
        run(f'signpost directory submit kent-utc-ed-001 state=closed {to} --as harper --why "no doctors left"')
        run(f'signpost directory submit kent-utc-ed-001 state=suspended {to} --as avery --why "until there are some" --evidence letter')
        run(f'signpost directory submit kent-pharmacy-001 phone="01632 960001" {to} --as anne --why "a new number"')
        run(f'signpost directory reject 3 {to} --as avery --why "it is the old one"')
        spoil(f"{sandbox.folder}/hostile.db")
        submit_hostile_changes(sandbox.run, sandbox.folder, "hostile.db")
        for name, change, database in [("review", 1, "sample"), ("hostile", 1, "hostile"), ("decided", 3, "sample")]:
            run(f"signpost directory review {change} --directory {database}.db --from 2026-11-20 --page {folder}/{name}.html")


if __name__ == "__main__":
    look("review.mjs", lambda folder: write_pages(sys.argv[1], folder))
