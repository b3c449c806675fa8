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


def matches(shown, printed):
    """Whether the printed lines are those that are shown, `...` standing for any."""
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + "\n" for line in shown.splitlines())
    return re.fullmatch(pattern, printed) is not None


def replay(sandbox, block, complaints):
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
        if not matches(shown, printed):
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
        now = BLOCK.sub(lambda block: "```console\n" + replay(sandbox, block.group(1), complaints) + "```", text)
    if update and now != text:
        with open(readme, "w", encoding="utf-8") as file:
            file.write(now)
    print("\n".join(complaints) if not update else "")
    print(f"{len(BLOCK.findall(text))} blocks, {len(complaints)} commands that print something else")
    return bool(complaints) and not update


if __name__ == "__main__":
    sys.exit(main())
