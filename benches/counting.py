"""Builds the programs of this package, and counts with valgrind what they do."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
# A directory of its own, so that measuring and developing do not wait for each other.
TARGET = pathlib.Path(ROOT, os.environ.get("CARGO_TARGET_DIR", "target"), "benches")


def say(text):
    print(text, file=sys.stderr, flush=True)


def need(program, package):
    if not shutil.which(program):
        sys.exit(f"{program} is missing: install the package {package}")


def build(programs, peers=True):
    """Where each program is, built as it is measured."""
    say(f"building {', '.join(programs)}")
    command = ["cargo", "build", "--locked", "--profile", "measured", "--package", "benches"]
    command += ["--features", "benches/peers"] if peers else []
    for program in programs:
        command += ["--bin", program]
    environment = dict(os.environ, CARGO_TARGET_DIR=str(TARGET))
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
    return {program: TARGET / "measured" / program for program in programs}


def rsa_key():
    """Where the programs keep the RSA key, which is found once."""
    return TARGET / "rsa.der"


def lines(command):
    """The lines of JSON that a program printed."""
    done = subprocess.run([str(it) for it in command], check=False, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-4000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def arguments(binary, contender, algorithm, requests, cells):
    return [binary, contender, algorithm, requests, rsa_key(), *cells]


def callgrind(binary, contender, algorithm, requests, cells, out):
    """Runs the program under callgrind, which writes `out.1`, `out.2` and so on: three for each cell.

    It counts in the functions that send the requests, and nowhere else: what happens at start-up is in no figure.
    """
    # Two patterns for one set of functions: callgrind keeps one option for each pattern.
    command = [
        "valgrind",
        "-q",
        "--tool=callgrind",
        "--toggle-collect=*drive::measured_*",
        "--dump-after=*measured_*",
        f"--callgrind-out-file={out}",
    ]
    return lines(command + arguments(binary, contender, algorithm, requests, cells))


def total(dump):
    for line in pathlib.Path(dump).open():
        if line.startswith("summary:"):
            return int(line.split()[1])
    sys.exit(f"{dump} has no summary: valgrind ended early")


def instructions(binary, contender, algorithm, requests, cells, folder):
    """For each cell what the program said of it, and `instructions` per request, without building it."""
    out = pathlib.Path(folder, "out")
    rows = callgrind(binary, contender, algorithm, requests, cells, out)
    for index, row in enumerate(rows):
        building, _, counted = (total(f"{out}.{3 * index + it}") for it in (1, 2, 3))
        row["instructions"] = round((counted - building) / row["requests"])
    for dump in pathlib.Path(folder).glob("out*"):
        dump.unlink()
    return rows


def first(pattern, text, otherwise="unknown"):
    found = re.search(pattern, text, re.MULTILINE)
    return found.group(1).strip() if found else otherwise
