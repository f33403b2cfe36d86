"""Where the instructions of one cell go, beside the bare app: `python3 benches/profile.py attributes missing`.

For each function: how often a request calls it, what it costs with and without what it calls, and what the bare app
spends in it. Below each function that costs much, who calls memcpy and malloc. Needs valgrind.
"""

import argparse
import collections
import pathlib
import re
import tempfile

import counting

COMPRESSED = re.compile(r"\((\d+)\)(?: (.*))?")
SPEC = re.compile(r"^(fn|cfn)=(.*)")


class Profile:
    """Own and inclusive costs and calls of each function, and the edges between them."""

    def __init__(self, text):
        self.own = collections.Counter()
        self.inclusive = collections.Counter()
        self.calls = collections.Counter()
        self.edges = collections.Counter()
        self.edge_calls = collections.Counter()
        self._read(text)

    def _read(self, text):
        names, current, called, count = {}, None, None, None
        for line in text.splitlines():
            spec = SPEC.match(line)
            if spec:
                name = self._name(spec.group(2), names)
                if spec.group(1) == "fn":
                    current = name
                else:
                    called = name
            elif line.startswith("calls="):
                count = int(line[6:].split()[0])
            elif line[:1] in "0123456789+-*" and line:
                cost = int(line.split()[1]) if len(line.split()) > 1 else 0
                if count is None:
                    self.own[current] += cost
                else:
                    self.edges[current, called] += cost
                    self.edge_calls[current, called] += count
                    count = None
        for name in self.own:
            self.inclusive[name] += self.own[name]
        for (caller, callee), cost in self.edges.items():
            if caller != callee:
                self.inclusive[caller] += cost
        for (_, callee), number in self.edge_calls.items():
            self.calls[callee] += number

    @staticmethod
    def _name(spec, names):
        number, name = COMPRESSED.match(spec).groups()
        if name is not None:
            names[number] = name
        return names[number]


def profile(binary, contender, algorithm, cell, requests):
    """The profile of the counted requests alone."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        counting.callgrind(binary, contender, algorithm, requests, [cell], out)
        return Profile(pathlib.Path(f"{out}.3").read_text())


def table(ours, bare, requests, pick, rows):
    print(f"{'ours':>9} {'bare':>9} {'calls':>6}  function")
    for name, _ in pick(ours).most_common(rows):
        cost, floor = pick(ours)[name] / requests, pick(bare)[name] / requests
        print(f"{cost:9.0f} {floor:9.0f} {ours.calls[name] / requests:6.2f}  {name[:150]}")


def callers(ours, bare, requests, callee):
    print(f"\nwho calls {callee}: calls, and instructions, per request (bare)")
    rows = [(caller, name) for caller, name in ours.edges if callee in name]
    for edge in sorted(rows, key=lambda it: -ours.edges[it])[:18]:
        cost, number = ours.edges[edge] / requests, ours.edge_calls[edge] / requests
        floor, floor_number = bare.edges[edge] / requests, bare.edge_calls[edge] / requests
        print(f"{number:6.2f} {cost:7.0f} ({floor_number:5.2f} {floor:6.0f})  {edge[0][:130]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("contender")
    parser.add_argument("cell")
    parser.add_argument("--beside", default="bare")
    parser.add_argument("--algorithm", default="HS256")
    parser.add_argument("--requests", type=int, default=500)
    arguments = parser.parse_args()
    binary = counting.build(["requests"])["requests"]
    which = (arguments.algorithm, arguments.cell, arguments.requests)
    ours = profile(binary, arguments.contender, *which)
    bare = profile(binary, arguments.beside, *which)
    print(f"== {arguments.contender} {arguments.cell} {arguments.algorithm}, beside {arguments.beside}; building the request included")
    print("\nown cost")
    table(ours, bare, arguments.requests, lambda it: it.own, 45)
    print("\nwith what it calls")
    table(ours, bare, arguments.requests, lambda it: it.inclusive, 70)
    for callee in ["memcpy", "malloc", "realloc"]:
        callers(ours, bare, arguments.requests, callee)


if __name__ == "__main__":
    main()
