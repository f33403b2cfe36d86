"""Counts what a request costs as something grows, and how much memory what grows takes.

    python3 benches/growth.py                     everything: about half an hour
    python3 benches/growth.py "depth of a rule"   these axes alone
    python3 benches/growth.py memory caches       these measurements alone

Keeps it in `benches/results/growth.json`, where what is not measured stays as it is. Needs valgrind, and Linux for the
memory.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import counting
import growth_table
import records
from counting import ROOT, TARGET, say

AXES = [
    "roles in the token",
    "leaves of a rule",
    "depth of a rule",
    "bytes of the token",
    "members of the header",
    "keys of the issuer",
    "distinct live tokens",
    "revoked tokens",
    "failing clients",
    "remembered API keys",
]
HANDLERS = "guarded handlers"
SIZES = [1, 10, 100, 1000]
# What is presented, and how many of it at most.
MEMORY = {
    "tokens": 10_000_000,
    "tokens, 64 MiB": 1_000_000,
    "tokens of 100 roles, 64 MiB": 1_000_000,
    "failing clients": 1_000_000,
}
LOOKUPS = "lookups in caches"
ALL = [*AXES, HANDLERS, "memory", "caches", LOOKUPS]


def build():
    """Where the programs are, built as they are measured, with features that the other programs do without."""
    command = ["cargo", "build", "--locked", "--profile", "measured", "--package", "benches"]
    command += ["--features", "benches/growth"]
    for name in ["growth", *(f"growth_handlers_{size}" for size in SIZES)]:
        command += ["--bin", name]
    environment = dict(os.environ, CARGO_TARGET_DIR=str(TARGET))
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
    return TARGET / "measured"


def counted(axis, *command):
    """The rows that a program says under callgrind, each with what it counted."""
    say(axis)
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        valgrind = ["valgrind", "-q", "--tool=callgrind", "--toggle-collect=*drive::measured_*"]
        valgrind += ["--dump-after=*measured_*", f"--callgrind-out-file={out}"]
        rows = lines([*valgrind, *command])
        for index, row in enumerate(rows):
            building, _, done = (counting.total(f"{out}.{3 * index + it}") for it in (1, 2, 3))
            count = row.pop("count")
            yield {"axis": axis, **row, "instructions": round((done - building) / count)}


def lines(command):
    """The lines of JSON that a program prints, each said as it comes: some take minutes."""
    found = []
    with subprocess.Popen([str(it) for it in command], stdout=subprocess.PIPE, text=True) as program:
        for line in program.stdout:
            say(f"    {line.strip()}")
            found.append(json.loads(line))
    if program.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed")
    return found


def measure(wanted, programs):
    """The rows of each axis and measurement that is wanted."""
    program = programs / "growth"
    for axis in AXES:
        if axis in wanted:
            yield from counted(axis, program, "count", axis)
    if HANDLERS in wanted:
        for size in SIZES:
            yield from counted(HANDLERS, programs / f"growth_handlers_{size}")
    if "memory" in wanted:
        for what, most in MEMORY.items():
            say(f"memory: {what}")
            for row in lines([program, "memory", what, str(most)]):
                yield {"axis": "memory", "series": what, **row}
    if "caches" in wanted:
        say("one cache, or one for each worker")
        for row in lines([program, "caches"]):
            yield {"axis": "caches", **row}
    if LOOKUPS in wanted:
        for kind in ["shared", "own"]:
            # How many tokens there are changes nothing, so each load is a line of one column.
            for row in counted(LOOKUPS, program, "caches", kind):
                yield {**row, "n": 1}


def main():
    wanted = sys.argv[1:] or ALL
    if unknown := [it for it in wanted if it not in ALL]:
        sys.exit(f"nothing is called {unknown}: choose of {ALL}")
    counting.need("valgrind", "valgrind")
    rows = list(measure(wanted, build()))
    again = {row["axis"] for row in rows}
    before = records.load("growth") or {"rows": []}
    kept = [row for row in before["rows"] if row["axis"] not in again]
    rows = sorted(kept + rows, key=lambda row: ALL.index(row["axis"]))
    records.keep("growth", rows, "python3 benches/growth.py", **growth_table.page(rows))


if __name__ == "__main__":
    main()
