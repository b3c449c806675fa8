#!/usr/bin/env python3
"""Reads a report of `signpost audit` whose names are hostile as a browser would, and looks for anything that a name put there.

usage: report_safe.py PROGRAM
tests/browser does the same in a real browser, where there is one; this needs nothing."""
import csv
import html.parser
import io
import sys

from hostile import NAMES, spoil
from sandbox import Sandbox

ELEMENTS = set("""html head meta title style body a header p h1 h2 h3 h4 bdi strong nav ul li ol main section span time table caption
    thead tbody tr th td div form label select option input button article figure figcaption svg defs pattern rect path circle g use
    text details summary dl dt dd footer script code mark""".split())


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.wrong, self.scripts, self.text, self.open = [], 0, [], []

    def handle_starttag(self, tag, attributes):
        self.scripts += tag == "script"
        if tag not in ELEMENTS:
            self.wrong.append(f"element {tag} at {self.getpos()}")
        self.wrong += [f"attribute {name} at {self.getpos()}" for name, _ in attributes
                       if name.startswith("on") or name in ("src", "style", "autofocus", "action")]
        if tag not in ("meta", "input", "path", "rect", "circle", "use"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in ("path", "rect", "circle", "use"):
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()} closes something else")

    def handle_data(self, data):
        self.text.append(data)


def main():
    wrong = []
    with Sandbox(sys.argv[1]) as sandbox:
        spoil(f"{sandbox.folder}/sample.db")
        command = "signpost audit --directory sample.db --from 2026-11-20 --format "
        text, errors, status = sandbox.run(command + "html")
        rows, _, csv_status = sandbox.run(command + "csv")
    if status or csv_status:
        sys.exit(f"exit {status}, {csv_status}: {errors}")
    page = Page()
    page.feed(text)
    page.close()
    wrong += page.wrong
    if page.scripts != 1:
        wrong.append(f"{page.scripts} scripts")
    if page.open:
        wrong.append(f"never closed: {page.open}")
    shown = "".join(page.text)
    wrong += [f"not shown as it is: {name}" for name in NAMES[:5] if name not in shown]
    wrong += [f"left in: {ord(one):#x}" for one in "\x01\x1b\u0085\u2028\u202e\u2066" if one in text]
    if "x" * 300 in text:
        wrong.append("a name of any length is shown whole")
    cells = [cell for row in csv.reader(io.StringIO(rows)) for cell in row]
    wrong += [f"a formula in CSV: {cell[:40]!r}" for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    if not any(cell.startswith("'=cmd") for cell in cells):
        wrong.append("no formula stands in CSV: nothing was tried")
    for one in wrong[:20]:
        print(one)
    print(f"{len(shown)} characters and {len(cells)} cells read, {len(wrong)} things wrong")
    return len(wrong) > 0


if __name__ == "__main__":
    sys.exit(main())
