#!/usr/bin/env python3
"""Writes the style and the script of a page as C, with the policy that lets a browser take these and nothing else:
embed.py OUTPUT NAME FILE.css... [FILE.js]; the styles come one after the other."""
import base64
import hashlib
import pathlib
import sys

output, name, *files = sys.argv[1:]
style, script = (b"".join(pathlib.Path(path).read_bytes() for path in files if path.endswith(ending)) for ending in (".css", ".js"))


def hashed(data):
    return f"'sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}'" if data else "'none'"


def array(of, data):
    lines = [", ".join(map(str, data[i:i + 24])) + "," for i in range(0, len(data), 24)]
    return "\n".join([f"static const char {of}[] = {{"] + ["    " + line for line in lines] + ["};", ""])


policy = f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; base-uri 'none'; form-action 'none'"
pathlib.Path(output).write_text("\n".join([
    f"/* Made by embed.py from {', '.join(pathlib.Path(path).name for path in files)}. */", '#include "html.h"', "",
    array("style", style + b"\0"), array("script", script + b"\0"),
    f'const html_page {name} = {{style, script, "{policy}"}};', ""]))
