"""What grew, as tables and targets for docs/performance.md."""

import math

# A sort at start-up is a little worse than linear, and twice as many are no reason to worry.
MOST = 1.2

ABOUT = [
    "What one request or operation costs of this library, in instructions by callgrind, as something grows by powers of "
    "ten; *for one more* is what the last step added for each. Everything else is as small as can be: a token of two "
    "roles, one handler, one key.",
    "A stranger chooses the bytes of a token and the members of its header, and how many clients fail. The issuer "
    "chooses roles and keys; whoever has many tokens, how many are live; the application the rest.",
]


def page(rows):
    """What `records.keep` keeps beside the rows."""
    counted = [row for row in rows if "instructions" in row]
    return {
        "title": "Growth",
        "tables": [*axes(counted), *memory(rows), *caches(rows)],
        "notes": ABOUT,
        "targets": [*memory_targets(rows), linear(counted)],
    }


def series(rows):
    """The costs of each series by size, in the order in which they were counted."""
    found = {}
    for row in rows:
        found.setdefault((row["axis"], row["series"]), {})[row["n"]] = row["instructions"]
    return found


def axes(rows):
    """A table for the series of one axis that have the same sizes."""
    tables = {}
    for (axis, name), costs in series(rows).items():
        tables.setdefault((axis, tuple(costs)), []).append((name, costs))
    for (axis, sizes), lines in tables.items():
        yield {
            "title": axis,
            "columns": [axis, *(f"{size:,}" for size in sizes), "for one more"],
            "rows": [[name, *(f"{cost:,}" for cost in costs.values()), one_more(costs)] for name, costs in lines],
        }


def one_more(costs):
    if len(costs) < 2:
        return ""
    (less, before), (more, after) = list(costs.items())[-2:]
    return f"{(after - before) / (more - less):,.1f}"


def power(costs):
    """By which power of the size the last step grew, as far as it is more than noise."""
    if len(costs) < 2:
        return 0
    (less, before), (more, after) = list(costs.items())[-2:]
    return math.log(after / before) / math.log(more / max(less, 1)) if after > before else 0


def linear(rows):
    worse = [f"{name} ({axis})" for (axis, name), costs in series(rows).items() if power(costs) > MOST]
    return target("what grows worse than linear", "nothing", "; ".join(worse) or "nothing", not worse)


def memory(rows):
    rows = [row for row in rows if row["axis"] == "memory"]
    columns = ["presented, one after the other", "bound, MiB", "how many", "resident, MiB", "µs for each"]
    if rows:
        yield {
            "title": "memory",
            "columns": columns,
            "rows": [
                [row["series"], mib(row["bound"]), f"{row['n']:,}", mib(row["resident"]), f"{row['nanoseconds'] / 1000:.1f}"]
                for row in rows
            ],
            "note": "Resident memory of the process, less what it had before. The time includes making the token.",
        }


def mib(size):
    return f"{size / (1 << 20):.1f}"


def memory_targets(rows):
    for name, what in [("tokens", "distinct valid tokens"), ("failing clients", "failing clients")]:
        found = [row for row in rows if row["axis"] == "memory" and row["series"] == name]
        if found:
            last = found[-1]
            yield target(
                f"memory under {last['n']:,} {what}",
                f"≤ {mib(last['bound'])} MiB",
                f"{mib(last['resident'])} MiB",
                last["resident"] <= last["bound"],
            )


def caches(rows):
    rows = [row for row in rows if row["axis"] == "caches"]
    columns = ["two workers look up", "shared, ns", "own, ns", "ratio", "quartiles", "hits", "entries"]
    if rows:
        yield {
            "title": "one cache for all workers, or one for each",
            "columns": columns,
            "rows": [caches_row(row) for row in rows],
            "note": "The median of interleaved rounds, with two processors; hits and entries of one cache, and of one each.",
        }


def caches_row(row):
    return [
        row["load"],
        f"{row['shared_nanoseconds']:.0f}",
        f"{row['own_nanoseconds']:.0f}",
        f"{row['ratio']:.2f}",
        f"{row['ratio_from']:.2f} … {row['ratio_to']:.2f}",
        f"{row['shared_hits']:.1%}, {row['own_hits']:.1%}",
        f"{row['shared_entries']:,}, {row['own_entries']:,}",
    ]


def target(figure, wanted, counted, met):
    return {"figure": figure, "target": wanted, "counted": counted, "met": met}
