#!/usr/bin/env python3
"""Writes the built-in policy as C: embed.py OUTPUT default.yaml."""
import pathlib
import sys

output, source = map(pathlib.Path, sys.argv[1:])
data = source.read_bytes()
lines = ["/* Made from dos/policies/default.yaml by embed.py. */", '#include "search/policy.h"', ""]
lines.append("const char sgp_default_policy[] = {")
lines += ["    " + ", ".join(map(str, data[i:i + 24])) + "," for i in range(0, len(data), 24)]
lines += ["    0};", f"const size_t sgp_default_policy_size = {len(data)};", ""]
output.write_text("\n".join(lines))
