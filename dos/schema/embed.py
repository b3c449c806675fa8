#!/usr/bin/env python3
"""Writes numbered migrations as C: embed.py OUTPUT HEADER NAME 0001-directory.sql 0002-... The file's number is the
schema that it leads to; HEADER declares NAME and NAME_count."""
import pathlib
import sys

output, header, name, *inputs = sys.argv[1:]
inputs = [pathlib.Path(each) for each in inputs]
lines = ["/* Made from SQL by dos/schema/embed.py. */", f'#include "{header}"', ""]
for number, path in enumerate(inputs, 1):
    if int(path.name[:4]) != number:
        sys.exit(f"{path}: expected number {number:04}")
    lines.append(f"static const char migration_{number}[] = {{")
    data = path.read_bytes() + b"\0"
    lines += ["    " + ", ".join(map(str, data[i:i + 24])) + "," for i in range(0, len(data), 24)]
    lines += ["};", ""]
lines.append(f"const char *const {name}[] = {{")
lines += [f"    migration_{number}," for number in range(1, len(inputs) + 1)]
lines += ["};", f"const int {name.removesuffix('s')}_count = {len(inputs)};", ""]
pathlib.Path(output).write_text("\n".join(lines))
