"""What is measured of a crate of handlers: instructions of rustc, CPU seconds, bytes of the program."""

import os
import pathlib
import re
import statistics
import subprocess
import sys

from compare import WORK, cargo, measure, write_crate

WRAPPER = pathlib.Path(__file__).resolve().parent / "counted_rustc.py"
LOG = WORK / "instructions"
COUNTED = ("check", "build", "rebuild")


def say(text):
    print(text, file=sys.stderr, flush=True)


def run_cargo(crate, *arguments, **settings):
    environment = dict(os.environ, CARGO_TARGET_DIR=str(WORK / "target"), **settings)
    done = subprocess.run(
        ["cargo", *arguments, "--quiet"], cwd=crate, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"{crate.name}: cargo {arguments[0]} failed\n{done.stderr[-2000:]}")


def instructions(crate, step):
    """Millions of instructions that rustc and the linker run for the crate itself."""
    main = crate / "src/main.rs"
    settings = {"CARGO_INCREMENTAL": "1" if step == "rebuild" else "0"}
    command = "check" if step == "check" else "build"
    run_cargo(crate, command, **settings)  # Everything else is up to date then.
    if step == "rebuild":
        edited = main.read_text().replace(" {}\"", " {}!\"", 1)
        main.write_text(edited)
    else:
        main.touch()
    for old in WORK.glob(f"{LOG.name}.*"):
        old.unlink()
    counting = {"RUSTC_WRAPPER": str(WRAPPER), "COUNTED_CRATE": crate.name, "COUNTED_LOG": str(LOG)}
    run_cargo(crate, command, **settings, **counting)
    found = [re.search(r"Collected : (\d+)", log.read_text()) for log in WORK.glob(f"{LOG.name}.*")]
    return sum(int(it[1]) for it in found if it) / 1e6


def release_bytes(crate):
    """The size of the program, optimised and stripped."""
    run_cargo(crate, "build", "--release", CARGO_PROFILE_RELEASE_STRIP="true")
    return (WORK / "target/release" / crate.name).stat().st_size


def count(shapes, sizes, steps):
    """`{step: {(shape, size): figure}}`"""
    figures = {step: {} for step in steps}
    for step in steps:
        for size in sizes:
            for shape in shapes:
                say(f"{step}: {shape.__name__}, {size} handlers")
                crate = write_crate(shape, size)
                figure = release_bytes(crate) if step == "release" else instructions(crate, step)
                figures[step][shape, size] = figure
    return figures


def time(shapes, sizes, steps, rounds):
    """The same in CPU seconds, the shapes in turn, the median of the rounds."""
    figures = {step: {} for step in steps}
    for size in sizes:
        crates = {shape: write_crate(shape, size) for shape in shapes}
        for crate in crates.values():
            cargo(crate, "check"), cargo(crate, "build")
        measured = {shape: [] for shape in shapes}
        for number in range(1, rounds + 1):
            for shape, crate in crates.items():
                say(f"round {number} of {rounds}: {shape.__name__}, {size} handlers")
                measured[shape].append(measure(crate, number))
        for step in steps:
            for shape in shapes:
                seconds = (it[step] for it in measured[shape])
                figures[step][shape, size] = statistics.median(seconds)
    return figures
