#!/usr/bin/env python3
"""Writes the numbered migrations as C: embed.py OUTPUT 0001-directory.sql 0002-... The file's number is the schema
that it leads to."""
import pathlib
import sys

output, *inputs = map(pathlib.Path, sys.argv[1:])
lines = ["/* Made from dos/schema by embed.py. */", '#include "directory/migrations.h"', ""]
for number, path in enumerate(inputs, 1):
    if int(path.name[:4]) != number:
        sys.exit(f"{path}: expected number {number:04}")
    lines.append(f"static const char migration_{number}[] = {{")
    data = path.read_bytes() + b"\0"
    lines += ["    " + ", ".join(map(str, data[i:i + 24])) + "," for i in range(0, len(data), 24)]
    lines += ["};", ""]
lines.append("const char *const sgp_migrations[] = {")
lines += [f"    migration_{number}," for number in range(1, len(inputs) + 1)]
lines += ["};", f"const int sgp_migration_count = {len(inputs)};", ""]
output.write_text("\n".join(lines))
