"""The figures of growth.py as a chapter of docs/performance.md, in the form that `benches/README.md` describes."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import records

# How each step stands in a row, and what it was aimed at, as a ratio to plain handlers.
STEPS = {"check": ("`cargo check`", 1.20), "build": ("debug build", 1.20), "rebuild": ("rebuild", 1.15)}
BYTES = "release_bytes_per_handler"
LEAST_BYTES = 300


def ratio(row, step, plain):
    """What a handler adds, over what a plain one adds."""
    return row[f"{step}_instr_per_handler"] / plain[f"{step}_instr_per_handler"]


def table(rows, steps, unit):
    plain = rows["plain"]
    columns = ["a handler adds"] + [f"{STEPS[step][0]}, {unit}" for step in steps]
    columns += ["release, bytes over `plain`"] if BYTES in plain else []
    lines = []
    for name, row in rows.items():
        cells = [f"`{name}`"]
        cells += [f"{row[f'{step}_instr_per_handler']:.2f} ({ratio(row, step, plain):.2f})" for step in steps]
        cells += [f"{row[BYTES]:+,}"] if BYTES in plain else []
        lines.append(cells)
    return {"title": "", "columns": columns, "rows": lines}


def targets(rows, steps):
    ours, peer, plain = rows["attributes"], rows["protect"], rows["plain"]
    found = []
    for step in steps:
        name, least = STEPS[step]
        our, their = ratio(ours, step, plain), ratio(peer, step, plain)
        found += [
            target(f"{name}: a handler over a plain one, below the best peer", f"< {their:.2f}", f"{our:.2f}", our < their),
            target(f"{name}: aimed at", f"≤ {least:.2f}", f"{our:.2f}", our <= least),
        ]
    if BYTES in ours:
        our, their = ours[BYTES], peer[BYTES]
        found += [
            target("release bytes a handler over a plain one, below the best peer", f"< {their:,}", f"{our:,}", our < their),
            target("release bytes: aimed at", f"≤ {LEAST_BYTES}", f"{our:,}", our <= LEAST_BYTES),
        ]
    return found


def target(figure, wanted, counted, met):
    return {"figure": figure, "target": wanted, "counted": counted, "met": met}


def complete(document):
    """The same document, with what the page shows of it."""
    rows = {row["shape"]: row for row in document["rows"]}
    steps = [step for step in STEPS if f"{step}_instr" in rows["plain"]]
    span = f"From {document['first']} to {document['handlers']} handlers; in brackets the ratio to plain ones. "
    note = span + "`attributes` has two attributes on each handler, `protect` one, `identity` one that returns its input."
    return {
        **document,
        "title": "What a guarded handler costs the compiler",
        "measured": records.environment(),
        "tables": [table(rows, steps, document["unit"])],
        "notes": [note + " The shapes that were tried, and where it goes, stand in [DESIGN.md](../DESIGN.md)."],
        "targets": targets(rows, steps),
    }
