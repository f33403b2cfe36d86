"""Writes docs/performance.md and docs/performance.svg from `benches/results/*.json`: `python3 benches/report.py`."""

import picture
import records
import targets
from counting import ROOT, say

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "performance.svg"

CELLS = {
    "allowed": "allowed",
    "missing": "missing",
    "garbage": "garbage",
    "bad_signature": "bad signature",
    "expired": "expired",
    "wrong_role": "wrong role",
    "public": "public",
    "public_token": "public, with a token",
    "wrong_role_64k": "wrong role, 64 KiB",
    "allowed_64k": "allowed, 64 KiB",
    "hit_0": "0 of 100 seen before",
    "hit_50": "50 of 100",
    "hit_95": "95 of 100",
    "hit_100": "all",
    "many_callers": "allowed, 1,000 callers in turn",
}
RATES = ["hit_0", "hit_50", "hit_95", "hit_100"]
BODIES = ["wrong_role_64k", "allowed_64k"]

ABOUT = """\
# What a guard costs

Written by `python3 benches/report.py` from `benches/results/`, where each file names the command that counted it.
`python3 benches/measure.py all` counts requests anew; what is compared, and how, stands in
[benches](../benches/README.md).

![instructions per allowed request over a handler without a guard](performance.svg)

`attributes` is this library as it is unless said otherwise; `attributes_uncached` the same `.without_cache()`.
`hand` is the best guard that people write with jsonwebtoken, `hand_cache` the same with a cache of verified tokens;
`httpauth` is actix-web-httpauth, `grants` actix-web-grants with `#[protect]`. `bare` has no guard.
"""


def thousands(number):
    return f"{number:,.0f}" if number == round(number) else f"{number:,.2f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def of(rows, key, algorithm):
    """By contender and cell."""
    found = {}
    for row in rows:
        if row["algorithm"] == algorithm:
            found.setdefault(row["contender"], {})[row["cell"]] = row[key]
    return found


def over_bare(rows, key, algorithm, cells):
    """A table of what each contender costs more than bare, which stands in the first row as it is."""
    found = of(rows, key, algorithm)
    floor = found["bare"]
    cells = [cell for cell in cells if any(cell in it for it in found.values())]
    lines = []
    for contender, costs in found.items():
        if not any(cell in costs for cell in cells):
            continue
        # Requests of many callers are allowed requests.
        less = lambda cell: 0 if contender == "bare" else floor.get(cell, floor["allowed"])
        shown = lambda cell: thousands(costs[cell] - less(cell)) if cell in costs else ""
        lines.append([f"`{contender}`", *map(shown, cells)])
    return table([f"{algorithm}: over `bare`", *(CELLS[cell] for cell in cells)], lines)


def instructions(kept):
    plain = [cell for cell in CELLS if cell not in RATES + BODIES]
    text = [
        "## Instructions per request\n",
        f"By callgrind, in process, without building the request: `{kept['command']}`. The row of `bare` is what that "
        "costs itself; the others are what is added, less than nothing where a refusal costs less than answering. "
        "valgrind's processor has no SHA instructions: some 14,000 of what verifying an HS256 token costs is a hash "
        "that takes a few hundred nanoseconds on a real one.\n",
    ]
    for algorithm in ["HS256", "RS256", "ES256", "EdDSA"]:
        text.append(over_bare(kept["rows"], "instructions", algorithm, plain))
    text.append("### Allowed, by how many tokens were seen before\n")
    for algorithm in ["HS256", "RS256", "ES256", "EdDSA"]:
        text.append(over_bare(kept["rows"], "instructions", algorithm, RATES))
    return text + bodies(kept["rows"])


def bodies(rows):
    """Not over bare, which reads the body: as they are."""
    cost, read = (of(rows, key, "HS256") for key in ["instructions", "body_bytes_read"])
    head = ["a `POST` of 64 KiB of JSON, HS256", "wrong role: instructions", "bytes read", "allowed: instructions"]
    lines = [
        [
            f"`{it}`",
            thousands(cost[it]["wrong_role_64k"]),
            thousands(read[it]["wrong_role_64k"]),
            thousands(cost[it]["allowed_64k"]),
        ]
        for it in cost
    ]
    return ["### A caller without the role sends 64 KiB\n", table(head, lines)]


def allocations(kept):
    plain = [cell for cell in CELLS if cell not in RATES + BODIES]
    return [
        "## Allocations per request\n",
        f"`{kept['command']}`. As above: `bare` itself, and what is added.\n",
        over_bare(kept["rows"], "allocations", "HS256", plain),
        "Bytes:\n",
        over_bare(kept["rows"], "bytes", "HS256", plain),
    ]


def socket(kept):
    head = ["`wrk`", "workers", "requests per second", "ratio to `bare`", "least … most"]
    lines = []
    for row in kept["rows"]:
        what = f"{CELLS[row['cell']]}, {row['algorithm']}: `{row['contender']}`"
        spread = f"{row['least']:.2f} … {row['most']:.2f}"
        lines.append([what, row["workers"], thousands(row["per_second"]), f"{row['ratio']:.3f}", spread])
    return [
        "## Over a socket\n",
        f"`{kept['command']}`: {kept['rounds']} rounds of {kept['seconds']} s for each contender, one after the other, "
        "32 connections; the median, and the ratio to `bare` in the same round. One worker has a processor, and wrk "
        "another; two workers share two processors with wrk, so their rates say little, and their ratios more. A "
        "refusal with an unread body closes its connection, as actix-http does.\n",
        table(head, lines),
    ]


def other(kept):
    """What other programs keep: their own tables."""
    text = [f"## {kept['title']}\n", f"`{kept['command']}`\n"]
    for part in kept["tables"]:
        text += [f"### {part['title']}\n"] if part.get("title") else []
        text += [table(part["columns"], part["rows"])]
        text += [f"{part['note']}\n"] if part.get("note") else []
    return text + [f"{note}\n" for note in kept.get("notes", [])]


def counted_with(kept):
    """A line for each file, because each is counted at its own time."""
    lines = []
    for name, it in kept.items():
        here = it["measured"]
        versions = ", ".join(f"{package} {version}" for package, version in here.get("packages", {}).items())
        tools = ", ".join(f"{here[tool]}" for tool in ["rustc", "valgrind", "libc", "cpu", "system"] if here.get(tool))
        lines.append(f"- `{name}.json`, {here['date']}: {tools}" + (f"; {versions}" if versions else "") + ".")
    return ["## Counted with\n", "\n".join(lines) + "\n"]


def main():
    names = ["instructions", "allocations", "socket", "compile", "growth"]
    kept = {name: it for name in names if (it := records.load(name))}
    page = [ABOUT]
    page += ["## Targets\n", table(["figure", "target", "counted", ""], targets.rows(kept)), targets.WHY_NOT]
    sections = {"instructions": instructions, "allocations": allocations, "socket": socket}
    for name, it in kept.items():
        page += sections.get(name, other)(it)
    page += counted_with(kept)
    PAGE.write_text("\n".join(page))
    say(f"wrote {PAGE.relative_to(ROOT)}")
    if "instructions" in kept:
        PICTURE.write_text(picture.draw(of(kept["instructions"]["rows"], "instructions", "HS256")))
        say(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
