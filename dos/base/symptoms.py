#!/usr/bin/env python3
"""Writes symptom-groups.csv, symptom-discriminators.csv and symptom-pairs.csv beside itself from
algorithms/symptoms.yaml, so that the directory and the content speak of the same things. Run it after a change of that
file; a test compares them.

The file is read by its layout (one entry a line, lists may go on), not as YAML in general."""
import csv
import pathlib
import re

here = pathlib.Path(__file__).resolve().parent
text = (here.parent.parent / "algorithms" / "symptoms.yaml").read_text(encoding="utf-8")
text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def section(name):
    return re.search(rf"^{name}:\n((?:[ ].*\n?)*)", text + "\n", re.MULTILINE).group(1)


def titles(name):
    return re.findall(r"^  ([\w-]+): \{title: (.*?)(?:, national: \d+)?\}", section(name), re.MULTILINE)


def pairs():
    for group, listed in re.findall(r"^  ([\w-]+):\s*\[(.*?)\]", section("pairs"), re.MULTILINE | re.DOTALL):
        yield from ((group, name) for name in re.findall(r"[\w-]+", listed))


def write(name, header, rows):
    with open(here / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


write("symptom-groups.csv", ["code", "title"], titles("groups"))
write("symptom-discriminators.csv", ["code", "title"], titles("discriminators"))
write("symptom-pairs.csv", ["symptom_group", "discriminator"], pairs())
