"""Counts and times what a guard costs, and keeps it in `benches/results/`.

    python3 benches/measure.py instructions     by callgrind, in process
    python3 benches/measure.py allocations      in process
    python3 benches/measure.py socket           requests per second, by wrk
    python3 benches/measure.py all              all of them, then docs/performance.md

Each writes one file there. `python3 benches/report.py` makes docs/performance.md and its picture of all of them.
"""

import argparse
import sys
import tempfile

import counting
import records
import socket_rounds
from counting import say

CONTENDERS = ["bare", "hand", "hand_cache", "httpauth", "grants", "attributes_uncached", "attributes"]
SCENARIOS = [
    "allowed",
    "missing",
    "garbage",
    "bad_signature",
    "expired",
    "wrong_role",
    "public",
    "public_token",
    "wrong_role_64k",
    "allowed_64k",
]
CACHING = ["hand_cache", "attributes"]
RATES = ["hit_0", "hit_50", "hit_95", "hit_100"]
# Signatures of other algorithms cost so much that fewer requests tell as much.
REQUESTS = {"HS256": 1000, "RS256": 200, "ES256": 200, "EdDSA": 200}


def cells(contender, algorithm):
    """Every scenario where tokens are cheap; what depends on the signature where they are not."""
    wanted = SCENARIOS if algorithm == "HS256" else ["allowed", "bad_signature", "expired", "wrong_role"]
    return wanted + (RATES if contender in CACHING else [])


def rows(one):
    for algorithm, requests in REQUESTS.items():
        for contender in CONTENDERS:
            say(f"{contender} {algorithm}")
            for row in one(contender, algorithm, requests):
                yield {"contender": contender, "algorithm": algorithm, **row}


def check(measured):
    """A contender that gives another answer does other work, and is not compared."""
    for row in measured:
        wanted = 200 if row["contender"] == "bare" else wanted_status(row["cell"])
        if row["status"] != wanted:
            sys.exit(f"{row['contender']} answers {row['status']} to {row['cell']}, not {wanted}")


def wanted_status(cell):
    if cell in ["missing", "garbage", "bad_signature", "expired"]:
        return 401
    return 403 if cell.startswith("wrong_role") else 200


def instructions():
    counting.need("valgrind", "valgrind")
    binary = counting.build(["requests"])["requests"]
    # Finds the RSA key where that does not take minutes.
    counting.lines(counting.arguments(binary, "bare", "RS256", 1, ["allowed"]))

    def one(contender, algorithm, requests):
        with tempfile.TemporaryDirectory() as folder:
            wanted = cells(contender, algorithm)
            return counting.instructions(binary, contender, algorithm, requests, wanted, folder)

    measured = list(rows(one))
    check(measured)
    records.keep("instructions", measured, "python3 benches/measure.py instructions")


def allocations():
    binary = counting.build(["allocations"])["allocations"]

    def one(contender, algorithm, requests):
        command = counting.arguments(binary, contender, algorithm, requests, cells(contender, algorithm))
        found = counting.lines(command)
        for row in found:
            row["allocations"] = round(row["allocations"] / row["requests"], 2)
            row["bytes"] = round(row["bytes"] / row["requests"])
        return found

    records.keep("allocations", list(rows(one)), "python3 benches/measure.py allocations")


def socket(rounds, seconds):
    counting.need("wrk", "wrk")
    binary = counting.build(["serve"])["serve"]
    measured = socket_rounds.measure(binary, rounds, seconds)
    records.keep("socket", measured, "python3 benches/measure.py socket", rounds=rounds, seconds=seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["instructions", "allocations", "socket", "all"])
    parser.add_argument("--rounds", type=int, default=7, help="of each contender, over a socket")
    parser.add_argument("--seconds", type=int, default=1, help="each of them takes")
    arguments = parser.parse_args()
    if arguments.what in ["instructions", "all"]:
        instructions()
    if arguments.what in ["allocations", "all"]:
        allocations()
    if arguments.what in ["socket", "all"]:
        socket(arguments.rounds, arguments.seconds)
    if arguments.what == "all":
        import report

        report.main()


if __name__ == "__main__":
    main()
