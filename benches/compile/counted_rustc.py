#!/usr/bin/env python3
"""cargo's RUSTC_WRAPPER for growth.py: counts the instructions of one crate's rustc."""

import os
import subprocess
import sys

rustc, *arguments = sys.argv[1:]
name = arguments[arguments.index("--crate-name") + 1] if "--crate-name" in arguments else None
if name == os.environ["COUNTED_CRATE"]:
    # The program itself: what rustup puts into PATH starts it as a child, which would not be counted.
    sysroot = subprocess.run(
        [rustc, "--print", "sysroot"], capture_output=True, text=True, check=True
    ).stdout.strip()
    os.environ["LD_LIBRARY_PATH"] = f"{sysroot}/lib"
    rustc = f"{sysroot}/bin/rustc"
    log = os.environ["COUNTED_LOG"]
    counter = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={log}"]
    arguments = [*counter[1:], rustc, *arguments]
    rustc = counter[0]
os.execvp(rustc, [rustc, *arguments])
