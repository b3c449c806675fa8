#!/usr/bin/env python3
"""Runs the example of every subcommand's help: what the help shows must be right use, and must work. And each help has its
transcript.

usage: examples.py PROGRAM
"""
import os
import re
import sys

from sandbox import SOURCE, Sandbox


# What an example takes for granted, beside what every sandbox holds.
PREPARE = "cp sample.db kent.db; cp cases/pharmacies.csv .; mkdir -p .local/share/bash-completion/completions; "
PREPARE += ("cp kpi/mds-2015-16.csv .; signpost kpi import kpi/mds-2015-16.csv kpi/mds-2015-16-england.csv --figures figures.db "
            "--published 2016-05-13 2> broken.txt")
# An example that makes the sample directory needs it not to be there.
SUBMIT = "signpost directory submit kent-utc-ed-001 phone='01632 960077' --directory kent.db --as harper --why test"
BEFORE = {"directory init": "rm sample.db", "directory approve": SUBMIT, "directory reject": SUBMIT,
          "directory withdraw": SUBMIT, "kpi import": "rm figures.db",
          "directory load": "rm kent.db; signpost directory release kent --directory sample.db"}


def main():
    failed, ran = 0, 0
    with Sandbox(sys.argv[1]) as sandbox:
        names = re.findall(r"^  ([a-z]+(?: [a-z]+)?)  +\S", sandbox.run("signpost help")[0], re.M)
    for name in names:
        if not os.path.exists(f"{SOURCE}/tests/golden/help-{name.replace(' ', '-')}.test"):
            failed += 1
            print(f"no transcript holds the help of {name}: write tests/golden/help-{name.replace(' ', '-')}.test")
        with Sandbox(sys.argv[1]) as sandbox:
            sandbox.run(f"{PREPARE}; {BEFORE.get(name, ':')}")
            text = sandbox.run(f"signpost help {name}")[0]
            for example in re.findall(r"^  (signpost .*)$", text[text.index("\nexample"):], re.M):
                out, errors, status = sandbox.run(example)
                ran += 1
                if status != 0:
                    failed += 1
                    print(f"$ {example}\n{out}{errors}exit {status}")
    print(f"{ran} examples of {len(names)} subcommands, {failed} that do not work")
    return failed > 0 or ran < len(names)


if __name__ == "__main__":
    sys.exit(main())
