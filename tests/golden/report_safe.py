#!/usr/bin/env python3
"""Reads reports of `signpost audit` and `signpost kpi report`, and the page of `signpost directory review`, whose names are hostile as
a browser would, and looks for anything that a name put there.

usage: report_safe.py PROGRAM
tests/browser does the same in a real browser, where there is one; this needs nothing."""
import csv
import html.parser
import io
import sys

from hostile import NAMES, spoil, submit_hostile_changes, write_hostile_figures
from sandbox import Sandbox

ELEMENTS = set("""html head meta title style body a header p h1 h2 h3 h4 bdi strong nav ul li ol main section span time table caption
    thead tbody tr th td div form label select option input button article figure figcaption svg defs pattern rect path circle g use
    text details summary dl dt dd footer script code mark desc""".split())


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


def read_page(text, scripts, names_are_whole=False):
    """What is wrong with a page, and how much of it was read. A review alone shows whole what somebody is to sign off."""
    page = Page()
    page.feed(text)
    page.close()
    wrong = page.wrong
    if page.scripts != scripts:
        wrong.append(f"{page.scripts} scripts")
    if page.open:
        wrong.append(f"never closed: {page.open}")
    shown = "".join(page.text)
    wrong += [f"not shown as it is: {name}" for name in NAMES[:5] if name not in shown]
    wrong += [f"left in: {ord(one):#x}" for one in "\x01\x1b\u0085\u2028\u202e\u2066" if one in text]
    if names_are_whole != ("x" * 10000 in text):
        wrong.append("a value that is to be signed off is cut")
    if "x" * 300 in text and not names_are_whole:
        wrong.append("a name of any length is shown whole")
    return wrong, len(shown)


def main():
    with Sandbox(sys.argv[1]) as sandbox:
        spoil(f"{sandbox.folder}/sample.db")
        submit_hostile_changes(sandbox.run, sandbox.folder, "sample.db")
        terminal, _, _ = sandbox.run("signpost directory review 1 --directory sample.db --from 2026-11-20 --page review.html")
        review, _, review_status = sandbox.run("cat review.html")
        write_hostile_figures(sandbox.folder)
        command = "signpost audit --directory sample.db --from 2026-11-20 --format "
        text, errors, status = sandbox.run(command + "html")
        rows, _, csv_status = sandbox.run(command + "csv")
        sandbox.run("signpost kpi import hostile/*.csv --figures h.db --published 2016-05-13")
        figures, kpi_errors, kpi_status = sandbox.run("signpost kpi report --figures h.db --contracts hostile/contracts.yaml --contract 111AB9")
    if status or csv_status or kpi_status or review_status:
        sys.exit(f"exit {status}, {csv_status}, {kpi_status}, {review_status}: {errors}{kpi_errors}")
    wrong, characters = read_page(text, 1)
    of_figures, more = read_page(figures, 0)
    wrong += of_figures
    of_review, further = read_page(review, 0, names_are_whole=True)
    wrong += of_review
    wrong += [f"left in for the terminal: {ord(one):#x}" for one in "\x01\x1b\u0085\u2028\u202e\u2066" if one in terminal]
    cells = [cell for row in csv.reader(io.StringIO(rows)) for cell in row]
    wrong += [f"a formula in CSV: {cell[:40]!r}" for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    if not any(cell.startswith("'=cmd") for cell in cells):
        wrong.append("no formula stands in CSV: nothing was tried")
    for one in wrong[:20]:
        print(one)
    print(f"{characters + more + further} characters and {len(cells)} cells read, {len(wrong)} things wrong")
    return len(wrong) > 0


if __name__ == "__main__":
    sys.exit(main())
