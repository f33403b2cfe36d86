#!/usr/bin/env python3
"""cargo's RUSTC_WRAPPER for growth.py: counts the instructions of one crate's rustc and of the linker."""

import os
import subprocess
import sys

rustc, *arguments = sys.argv[1:]
name = arguments[arguments.index("--crate-name") + 1] if "--crate-name" in arguments else None
if name == os.environ["COUNTED_CRATE"]:
    # The program itself: what rustup puts into PATH starts it as a child, which would be slower to count.
    sysroot = subprocess.run(
        [rustc, "--print", "sysroot"], capture_output=True, text=True, check=True
    ).stdout.strip()
    os.environ["LD_LIBRARY_PATH"] = f"{sysroot}/lib"
    log = os.environ["COUNTED_LOG"]
    arguments = [
        "--tool=callgrind", "--callgrind-out-file=/dev/null",
        "--trace-children=yes", f"--log-file={log}.%p",
        f"{sysroot}/bin/rustc", *arguments,
    ]
    rustc = "valgrind"
os.execvp(rustc, [rustc, *arguments])
