#!/usr/bin/env python3
"""What guarded handlers add to a crate's compile time, by their number, beside a peer. See README.md."""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

from compare import WORK, attributes, cargo, measure, plain, protect, write_crate

SHAPES = [plain, attributes, protect]
STEPS = ("check", "build", "rebuild")
WRAPPER = pathlib.Path(__file__).resolve().parent / "counted_rustc.py"


def counted(crate, command):
    """Millions of instructions that rustc ran for the crate itself."""
    log = WORK / "instructions"
    environment = dict(
        os.environ,
        CARGO_TARGET_DIR=str(WORK / "target"),
        CARGO_INCREMENTAL="0",
        RUSTC_WRAPPER=str(WRAPPER),
        COUNTED_CRATE=crate.name,
        COUNTED_LOG=str(log),
    )
    cargo(crate, command)  # everything else is up to date then
    (crate / "src/main.rs").touch()
    done = subprocess.run(
        ["cargo", command, "--quiet"], cwd=crate, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"{crate.name}: {done.stderr[-2000:]}")
    found = re.search(r"Collected : (\d+)", log.read_text())
    return int(found[1]) / 1e6


def table(title, unit, sizes, figures):
    """A row for each shape and size: the whole, a handler's share, and that share over plain's."""
    print(f"\n{title}, {unit}\n")
    print("| handlers | " + " | ".join(f"`{shape.__name__}`" for shape in SHAPES) + " |")
    print("|---|" + "---|" * len(SHAPES))
    for size in sizes:
        cells = []
        for shape in SHAPES:
            whole = figures[shape, size]
            cell = f"{whole:.2f}" if unit.startswith("CPU") else f"{whole:.0f}"
            if size:
                share = (whole - figures[shape, 0]) / size
                plain_share = (figures[plain, size] - figures[plain, 0]) / size
                cell += f" ({whole / figures[plain, size]:.2f}; {share / plain_share:.2f} a handler)"
            cells.append(cell)
        print(f"| {size} | {' | '.join(cells)} |")


def count(sizes):
    if not shutil.which("valgrind"):
        sys.exit("--count needs valgrind: install it, or leave --count out to measure CPU seconds")
    figures = {}
    for size in sizes:
        for shape in SHAPES:
            print(f"counting {shape.__name__}, {size} handlers", file=sys.stderr)
            figures[shape, size] = counted(write_crate(shape, size), "check")
    table("`cargo check`", "million instructions of rustc", sizes, figures)


def time(sizes, rounds):
    figures = {step: {} for step in STEPS}
    for size in sizes:
        crates = {shape: write_crate(shape, size) for shape in SHAPES}
        for crate in crates.values():
            cargo(crate, "check"), cargo(crate, "build")
        measured = {shape: [] for shape in SHAPES}
        for number in range(1, rounds + 1):
            for shape, crate in crates.items():
                print(f"round {number} of {rounds}: {shape.__name__}, {size}", file=sys.stderr)
                measured[shape].append(measure(crate, number))
        for step in STEPS:
            for shape in SHAPES:
                figures[step][shape, size] = statistics.median(it[step] for it in measured[shape])
    for step in STEPS:
        table(step, f"CPU seconds, median of {rounds}", sizes, figures[step])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handlers", default="0,100,400,1000", help="comma-separated, with 0")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--count", action="store_true", help="instructions of `cargo check` instead of seconds"
    )
    options = parser.parse_args()
    sizes = sorted({0, *map(int, options.handlers.split(","))})
    count(sizes) if options.count else time(sizes, options.rounds)


if __name__ == "__main__":
    main()
