#!/usr/bin/env python3
"""Writes the report's style and script as C, with the policy that lets a browser take these and nothing else:
embed.py OUTPUT report.css report.js"""
import base64
import hashlib
import pathlib
import sys

output, style, script = map(pathlib.Path, sys.argv[1:])


def hashed(path):
    return f"'sha256-{base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()}'"


def array(name, data):
    lines = [", ".join(map(str, data[i:i + 24])) + "," for i in range(0, len(data), 24)]
    return "\n".join([f"const char {name}[] = {{"] + ["    " + line for line in lines] + ["};", ""])


policy = f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; base-uri 'none'; form-action 'none'"
output.write_text("\n".join([
    "/* Made from report.css and report.js by embed.py. */", '#include "report_html.h"', "",
    array("report_style", style.read_bytes() + b"\0"),
    array("report_script", script.read_bytes() + b"\0"),
    f'const char report_security[] = "{policy}";', ""]))
