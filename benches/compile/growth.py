#!/usr/bin/env python3
"""What guarded handlers add to a crate's compile time and size, by their number, beside peers. See README.md."""

import argparse
import json
import pathlib
import platform
import shutil
import subprocess
import sys

import page
from compare import DEPENDENCIES, attributes, identity, plain, protect
from measures import COUNTED, count, time

SHAPES = [plain, identity, attributes, protect]
TITLES = {
    "check": "`cargo check`",
    "build": "debug build",
    "rebuild": "rebuild after one edit",
    "release": "release, stripped",
}


def shares(figures, shape, sizes):
    """What one handler adds, for each size but the first, over which it is taken: the library itself is
    linked once, by the first handler."""
    first, *others = sizes
    return {
        size: (figures[shape, size] - figures[shape, first]) / (size - first) for size in others
    }


def cell(step, figures, shape, size, sizes):
    whole = figures[shape, size]
    if size == sizes[0]:
        return f"{whole:,.2f}" if whole < 100 else f"{whole:,.0f}"
    share, of_plain = (shares(figures, it, sizes)[size] for it in (shape, plain))
    if step == "release":
        return f"{whole:,.0f} ({share - of_plain:+,.0f} a handler)"
    text = f"{whole:,.2f}" if whole < 100 else f"{whole:,.0f}"
    return f"{text} ({whole / figures[plain, size]:.2f}; {share / of_plain:.2f} a handler)"


def table(step, unit, figures, shapes, sizes):
    """A row for each size: the whole over plain's, and a handler's share over plain's."""
    print(f"\n{TITLES[step]}, {unit}\n")
    print("| handlers | " + " | ".join(f"`{shape.__name__}`" for shape in shapes) + " |")
    print("|---|" + "---|" * len(shapes))
    for size in sizes:
        cells = [cell(step, figures, shape, size, sizes) for shape in shapes]
        print(f"| {size} | {' | '.join(cells)} |")


def as_json(all_figures, shapes, sizes, of_machine):
    """Millions of instructions, or seconds, at the most handlers; and what a handler adds."""
    size = sizes[-1]
    rows = []
    for shape in shapes:
        row = {"shape": shape.__name__}
        for step, figures in all_figures.items():
            share = shares(figures, shape, sizes)[size]
            if step == "release":
                plain_share = shares(figures, plain, sizes)[size]
                row["release_bytes_per_handler"] = round(share - plain_share)
                continue
            row[f"{step}_instr"] = round(figures[shape, size], 2)
            row[f"{step}_instr_per_handler"] = round(share, 3)
            row[f"{step}_ratio"] = round(figures[shape, size] / figures[plain, size], 3)
        rows.append(row)
    return {"handlers": size, "first": sizes[0], **of_machine, "rows": rows}


def circumstances(options):
    version = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True)
    unit = "CPU seconds" if options.seconds else "million instructions"
    return {
        "command": "python3 benches/compile/growth.py " + " ".join(sys.argv[1:]),
        "rustc": version.stdout.strip(),
        "machine": f"{platform.system()} {platform.machine()}",
        "unit": unit,
    }


def arguments():
    names = ",".join(shape.__name__ for shape in SHAPES)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handlers", default="100,400,1000", help="comma-separated, at least two")
    parser.add_argument("--steps", default="check,build,rebuild,release", help="comma-separated")
    parser.add_argument("--shapes", default=names, help="comma-separated; plain is always in")
    parser.add_argument("--seconds", action="store_true", help="CPU seconds, not instructions")
    parser.add_argument("--rounds", type=int, default=3, help="of --seconds")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    return parser.parse_args()


def main():
    options = arguments()
    sizes = sorted(set(map(int, options.handlers.split(","))))
    steps = options.steps.split(",")
    if len(sizes) < 2 or not set(steps) <= set(TITLES):
        sys.exit("at least two numbers of handlers, and steps of " + ", ".join(TITLES))
    shapes = [it for it in SHAPES if it is plain or it.__name__ in options.shapes.split(",")]
    if not options.seconds and set(steps) & set(COUNTED) and not shutil.which("valgrind"):
        sys.exit("counting needs valgrind: install it, or measure --seconds")

    about = circumstances(options)
    if options.seconds:
        timed = [step for step in steps if step in COUNTED]
        figures = time(shapes, sizes, timed, options.rounds)
        figures |= count(shapes, sizes, [step for step in steps if step == "release"])
    else:
        figures = count(shapes, sizes, steps)
    print(f"`{about['command']}`, {about['rustc']}, {about['machine']}; "
          + "; ".join(f"`{it.__name__}`: {DEPENDENCIES.get(it) or 'actix-web alone'}" for it in shapes))
    for step in steps:
        unit = "bytes" if step == "release" else about["unit"]
        table(step, unit, figures[step], shapes, sizes)
    if options.json:
        document = page.complete(as_json(figures, shapes, sizes, about))
        options.json.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
