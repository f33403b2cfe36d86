"""Fails when a request costs more instructions than `benches/baseline.json` says.

    python3 benches/guard.py             compares
    python3 benches/guard.py --accept    writes down what is counted: for a change that is worth it

Counts repeat, times do not: callgrind counts the same program within a few instructions on any day and any machine of
the same kind. Another compiler makes another program, so with another rustc, valgrind or libc than those of the
baseline this prints, and judges nothing.
"""

import argparse
import json
import platform
import sys
import tempfile

import counting
import measure
import records
from counting import HERE, say

BASELINE = HERE / "baseline.json"
REQUESTS = 1000
# What a request may cost more: 3 of 100, and for small figures what the layout of the code alone may change.
SHARE = 0.03
SLACK = 60
CELLS = {
    "attributes": ["allowed", "missing", "garbage", "wrong_role", "wrong_role_64k", "hidden", "public", "public_token"],
    "attributes_uncached": ["allowed"],
}


def environment():
    return {
        "rustc": records.output("rustc", "--version"),
        "valgrind": records.output("valgrind", "--version"),
        "libc": " ".join(platform.libc_ver()),
        "machine": platform.machine(),
    }


def count(binary):
    counted = {}
    for contender, cells in CELLS.items():
        with tempfile.TemporaryDirectory() as folder:
            rows = counting.instructions(binary, contender, "HS256", REQUESTS, cells, folder)
        for row in rows:
            if row["status"] != wanted_status(row["cell"]):
                sys.exit(f"{contender} answers {row['status']} to {row['cell']}")
            counted[f"{contender} {row['cell']}"] = row["instructions"]
    return counted


def wanted_status(cell):
    return 404 if cell == "hidden" else measure.wanted_status(cell)


def everybody_answers_alike(binary):
    """The contenders of the comparison, without valgrind: one that breaks is noticed before figures are."""
    for contender in measure.CONTENDERS:
        rows = counting.lines(counting.arguments(binary, contender, "HS256", 10, measure.SCENARIOS))
        measure.check([{"contender": contender, **row} for row in rows])


def limit(accepted):
    return round(accepted * (1 + SHARE)) + SLACK


def compare(counted, accepted):
    """The cells that cost more than they may, after a line for each."""
    worse = []
    print(f"{'instructions per request':40} {'accepted':>9} {'at most':>9} {'counted':>9}")
    for cell, cost in counted.items():
        before = accepted.get(cell)
        verdict = "new" if before is None else ""
        if before is not None and cost > limit(before):
            verdict = "MORE"
            worse.append(cell)
        elif before is not None and limit(cost) < before:
            verdict = "less: keep it with --accept"
        known = [before, limit(before)] if before is not None else ["", ""]
        print(f"{cell:40} {known[0]:>9} {known[1]:>9} {cost:>9} {verdict}")
    return worse + [cell for cell in accepted if cell not in counted]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="write down what is counted")
    arguments = parser.parse_args()
    counting.need("valgrind", "valgrind")
    binary = counting.build(["requests"])["requests"]
    everybody_answers_alike(binary)
    counted, here = count(binary), environment()
    if arguments.accept:
        BASELINE.write_text(json.dumps({"counted_with": here, "instructions": counted}, indent=2) + "\n")
        say(f"wrote {BASELINE.name}")
        return
    baseline = json.loads(BASELINE.read_text())
    worse = compare(counted, baseline["instructions"])
    if here != baseline["counted_with"]:
        print(f"not judged: the baseline is of {baseline['counted_with']}, this is {here}")
    elif worse:
        sys.exit(
            f"more instructions than accepted, or not counted: {', '.join(worse)}.\n"
            "`python3 benches/profile.py CONTENDER CELL` shows where they go. If they are worth it: "
            "`python3 benches/guard.py --accept`"
        )


if __name__ == "__main__":
    main()
