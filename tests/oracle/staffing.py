#!/usr/bin/env python3
"""Holds `signpost kpi staffing` against Erlang's delay formula in exact fractions: powers over factorials, and an exponential to
60 digits.

usage: staffing.py PROGRAM [HALF-HOURS [SEED]]
"""
import csv
import io
import random
import subprocess
import sys
import tempfile
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60
LAST_DIGIT = Fraction(1, 1000000)  # an exact half may be rounded either way
HANDLING, WITHIN, SHARE, INTERVAL = 437, 45, Fraction("92.5"), 1800


def decimal(value):
    return Decimal(value.numerator) / Decimal(value.denominator)


def waits(answering, load):
    """Share who wait, exactly."""
    term, total = Fraction(1), Fraction(0)
    for k in range(answering):
        total += term
        term = term * load / (k + 1)
    term = term * answering / (answering - load)
    return term / (total + term)


def in_time(answering, load):
    return 1 - decimal(waits(answering, load)) * (-decimal((answering - load) * WITHIN / HANDLING)).exp()


def need(load):
    answering = int(load) + 1
    while in_time(answering, load) * 100 < decimal(SHARE):
        answering += 1
    return answering


def main():
    program = sys.argv[1]
    count, seed = (list(map(int, sys.argv[2:])) + [40, 7])[:2]
    chance, failed = random.Random(seed), 0
    names = [f"{day} {hour:02}:{half}" for day in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su") for hour in range(24) for half in ("00", "30")]
    calls = {name: Fraction(chance.randrange(1, 90000), 1000) for name in names[:count]}
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("half_hour,calls\n" + "".join(f"{name},{float(one):.3f}\n" for name, one in calls.items()))
        file.flush()
        shown = subprocess.run([program, "kpi", "staffing", "--arrivals", file.name, "--handling-time", str(HANDLING), "--answer-within",
                                str(WITHIN), "--share", "92.5", "--format", "csv"], capture_output=True, text=True, check=True).stdout
    rows = list(csv.DictReader(io.StringIO(shown)))
    for row in rows:
        load = calls[row["half_hour"]] * HANDLING / INTERVAL
        answering = need(load)
        expected = {"waiting": waits(answering, load) * 100, "in_time": in_time(answering, load) * 100,
                    "mean_wait": waits(answering, load) * HANDLING / (answering - load), "occupancy": load / answering * 100}
        got = {name: Fraction(row[f"needed_{name}"]) for name in expected}
        far = [name for name, value in expected.items() if abs(got[name] - Fraction(value)) > LAST_DIGIT]
        if far or row["needed_answering"] != str(answering):
            failed += 1
            print(f"seed {seed}, {row['half_hour']}, {row['calls']} calls: {row}, but {answering} answer; {far}")
    print(f"{len(rows)} half-hours, {failed} that differ")
    return failed > 0 or len(rows) != count


if __name__ == "__main__":
    sys.exit(main())
