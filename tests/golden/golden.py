#!/usr/bin/env python3
"""Runs the program as each *.test file says, and compares what it prints and how it ends.

A file holds commands, run one after the other in one folder (see sandbox.py):

    # what it is about
    $ signpost help SP0204
    standard output
    ! error output
    exit 0

usage: golden.py [--update] PROGRAM [FILE...]; --update writes what the program does into the files, to be read before it is
committed.
"""
import difflib
import glob
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from sandbox import Sandbox


def commands_of(text):
    """The comments at the top, and the commands."""
    lines = text.splitlines()
    comments = [line for line in lines if line.startswith("# ")][: len(lines)]
    return comments, [line[2:] for line in lines if line.startswith("$ ")]


def transcript(program, text):
    comments, commands = commands_of(text)
    parts = ["".join(line + "\n" for line in comments)] if comments else []
    with Sandbox(program) as sandbox:
        for command in commands:
            out, errors, status = sandbox.run(command)
            if out and not out.endswith("\n"):
                out += "\n(no line feed)\n"
            marked = "".join(f"! {line}".rstrip() + "\n" for line in errors.splitlines())
            parts.append(f"$ {command}\n{out}{marked}exit {status}\n")
    return "".join(parts)


def main():
    arguments = sys.argv[1:]
    update = "--update" in arguments
    program, *files = [argument for argument in arguments if argument != "--update"]
    files = files or sorted(glob.glob(os.path.dirname(os.path.abspath(__file__)) + "/*.test"))
    texts = []
    for path in files:
        with open(path, encoding="utf-8") as file:
            texts.append(file.read())
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        transcripts = list(workers.map(lambda text: transcript(program, text), texts))
    different = 0
    for path, expected, got in zip(files, texts, transcripts):
        if got == expected:
            continue
        different += 1
        if update:
            with open(path, "w", encoding="utf-8") as file:
                file.write(got)
            print(f"rewrote {os.path.basename(path)}")
        else:
            sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), got.splitlines(True), path, "what it does"))
    print(f"{len(files)} files, {different} {'rewritten' if update else 'different'}")
    return different > 0 and not update


if __name__ == "__main__":
    sys.exit(main())
