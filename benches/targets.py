"""What was aimed at, beside what was counted."""

PEERS = ["httpauth", "grants"]

WHY_NOT = """What is not met, and why:

- **Missing token.** Our 401 has a challenge, `Cache-Control`, a body with its time, and an event. By
  `python3 benches/profile.py attributes missing`, some 900 instructions are the decision (which `Auth` counts 100, which
  credential is there 240, what was written for this handler in this second 300, the rest deciding), and some 800
  writing the response, where the text of a bare handler takes 590; some 100 are the request handed to a handler that
  is a constant. A figure moves by up to 100 with the build.
- **Public.** A handler under `#[allow_anonymous]` refuses a credential that is bad, so that a client with an expired
  token learns of it: each request is looked at. Some 580 instructions are the decision, and some 330 the box that the
  handler runs in, by which it costs half of a plain one to build. A guard that is not there would cost nothing, and
  take an expired token for a stranger.
- **ES256 over a socket.** A bare request takes 6 microseconds here, and 0.93 leaves less than half a microsecond to look
  at a credential. The cache that people write by hand, which looks at less, is at the same place; both are within
  the spread, and what a signature costs is gone.
- **`cargo check`.** An attribute that returns its input is 1.01. What is left is the policy as checked data, which is
  looked up and type-checked like any code of its length (about 2.2 of a plain handler's 5.9 million instructions), and
  our macros with the names that they mention (about 2.3). The compiler shares nothing of that between handlers. The
  shapes and their shares stand in [DESIGN.md](../DESIGN.md).
"""


def rows(kept):
    """figure, target, what was counted, and whether that is met; of what was counted only."""
    found = []
    if "instructions" in kept:
        found += of_instructions(Figures(kept["instructions"]["rows"], "instructions"))
    if "allocations" in kept:
        found += of_allocations(Figures(kept["allocations"]["rows"], "allocations"))
    if "socket" in kept:
        found += of_socket(kept["socket"]["rows"])
    for name in ["compile", "growth"]:
        found += [tuple(it.values()) for it in kept.get(name, {}).get("targets", [])]
    return [(figure, target, counted, "met" if met else "**not met**") for figure, target, counted, met in found]


class Figures:
    def __init__(self, rows, key):
        self.found = {(row["contender"], row["algorithm"], row["cell"]): row for row in rows}
        self.key = key

    def at(self, contender, cell, algorithm="HS256"):
        return self.found[contender, algorithm, cell][self.key]

    def over(self, contender, cell, algorithm="HS256"):
        return self.at(contender, cell, algorithm) - self.at("bare", cell, algorithm)


def of_instructions(it):
    ours, uncached, missing = (
        it.over("attributes", "allowed"),
        it.over("attributes_uncached", "allowed"),
        it.over("attributes", "missing"),
    )
    public = it.over("attributes", "public")
    peer = min(it.over(peer, "allowed") for peer in PEERS)
    big, peers_big = (
        it.at("attributes", "wrong_role_64k"),
        min(it.at(peer, "wrong_role_64k") for peer in PEERS),
    )
    read = it.found["attributes", "HS256", "wrong_role_64k"]["body_bytes_read"]
    return [
        ("allowed, HS256, token seen before: instructions over bare", "≤ 2,400", f"{ours:,}", ours <= 2400),
        (
            "the same, times below the best peer",
            "≥ 20",
            f"{peer / max(ours, 1):.1f}",
            peer >= 20 * ours,
        ),
        ("allowed, HS256, no cache: instructions over bare", "≤ 27,000", f"{uncached:,}", uncached <= 27000),
        ("missing token: instructions over bare", "≤ 1,400", f"{missing:,}", missing <= 1400),
        # Where code lies in memory alone changes that much.
        ("public: instructions over bare", "none that count (≤ 100)", f"{public:,}", public <= 100),
        ("wrong role with 64 KiB body: body bytes read", "0", f"{read:,}", read == 0),
        (
            "the same: instructions, times below the best peer",
            "≥ 600",
            f"{peers_big / big:.0f}",
            peers_big >= 600 * big,
        ),
    ]


def of_allocations(it):
    hit, missing = it.over("attributes", "allowed"), it.over("attributes", "missing")
    return [
        ("allocations over bare: token seen before", "≤ 2", f"{hit:g}", hit <= 2),
        ("allocations over bare: missing token", "≤ 3", f"{missing:g}", missing <= 3),
    ]


def of_socket(rows):
    wanted = ("attributes", "allowed", "ES256", 1)
    for row in rows:
        if (row["contender"], row["cell"], row["algorithm"], row["workers"]) == wanted:
            figure = "allowed, ES256, over a socket, one worker: ratio to bare"
            return [(figure, "≥ 0.93", f"{row['ratio']:.3f}", row["ratio"] >= 0.93)]
    return []
