#!/usr/bin/env python3
"""Runs what the README shows: each ```console block holds commands after `$ ` and what they print, errors included. A line that
is just `...` stands for any lines. The blocks share one folder (see sandbox.py), from the first to the last.

usage: readme.py [--update] PROGRAM README; --update writes what the program prints into the README.
"""
import re
import sys

from sandbox import Sandbox

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
ELSEWHERE = ("sudo ", "git ", "examples/demo.sh", "tests/run.sh", "meson ", "ninja ", "apt-get ", "cd ")


# In a document that says so, moments and hashes are those of the day on which it was written.
OF_THE_DAY = "<!-- moments and hashes are those of the day -->"
MOMENT, HASH = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ"), re.compile(r"\b[0-9a-f]{64}\b")


def masked(text):
    return HASH.sub("HASH", MOMENT.sub("MOMENT", text))


def matches(shown, printed, of_the_day=False):
    """Whether the printed lines are those that are shown, `...` standing for any."""
    if of_the_day:
        shown, printed = masked(shown), masked(printed)
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + "\n" for line in shown.splitlines())
    return re.fullmatch(pattern, printed) is not None


def replay(sandbox, block, complaints, of_the_day):
    """The block as it should read."""
    parts = []
    for step in re.findall(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
        command, shown = step
        if command.startswith(ELSEWHERE):
            parts.append(f"$ {command}\n{shown}")
            continue
        printed, _, _ = sandbox.run(command, merged=True)
        if printed and not printed.endswith("\n"):
            printed += "\n"
        if not matches(shown, printed, of_the_day):
            complaints.append(f"$ {command}\n--- the README shows\n{shown}--- it prints\n{printed}")
            shown = printed
        parts.append(f"$ {command}\n{shown}")
    return "".join(parts)


def main():
    update = "--update" in sys.argv
    program, readme = [argument for argument in sys.argv[1:] if argument != "--update"]
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    complaints = []
    with Sandbox(program) as sandbox:
        now = BLOCK.sub(lambda block: "```console\n" + replay(sandbox, block.group(1), complaints, OF_THE_DAY in text) + "```", text)
    if update and now != text:
        with open(readme, "w", encoding="utf-8") as file:
            file.write(now)
    print("\n".join(complaints) if not update else "")
    print(f"{len(BLOCK.findall(text))} blocks, {len(complaints)} commands that print something else")
    return bool(complaints) and not update


if __name__ == "__main__":
    sys.exit(main())
