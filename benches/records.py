"""What was measured, in `benches/results/*.json`: with what, where, when, and by which command."""

import datetime
import json
import pathlib
import platform
import shutil
import subprocess

from counting import HERE, ROOT, first, say

RESULTS = HERE / "results"
# Whose versions decide what a request costs.
PACKAGES = [
    "actix-web",
    "actix-http",
    "jsonwebtoken",
    "aws-lc-rs",
    "quick_cache",
    "serde_json",
    "actix-web-httpauth",
    "actix-web-grants",
    "protect-endpoints-proc-macro",
    "allocation-counter",
]


def keep(name, rows, command, **more):
    """Writes `results/NAME.json`."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    kept = {"command": command, "measured": environment(), **more, "rows": rows}
    path.write_text(readable(kept) + "\n")
    say(f"wrote {path.relative_to(ROOT)}")


def readable(kept):
    """JSON with a line for each row, so that a difference can be read."""
    rows = ",\n    ".join(json.dumps(row, sort_keys=True) for row in kept["rows"])
    head = json.dumps({**kept, "rows": []}, indent=2)
    return head.replace('"rows": []', f'"rows": [\n    {rows}\n  ]')


def load(name):
    """What `results/NAME.json` holds, or nothing."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def environment():
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "rustc": output("rustc", "--version"),
        "valgrind": output("valgrind", "--version"),
        "wrk": first(r"^wrk (?:debian/)?(\S+)", output("wrk", "-v"), "absent"),
        "cpu": cpu(),
        "libc": " ".join(platform.libc_ver()),
        "system": f"{platform.system()} {platform.machine()}",
        "packages": packages(),
    }


def cpu():
    text = pathlib.Path("/proc/cpuinfo")
    text = text.read_text() if text.exists() else ""
    count = max(1, len([line for line in text.splitlines() if line.startswith("processor")]))
    model = first(r"^model name\s*:(.*)$", text)
    return f"{count} × {model}"


def packages():
    """The versions that `Cargo.lock` chose."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--features", "benches/peers"]
    metadata = json.loads(output(*command))
    found = {it["name"]: it["version"] for it in metadata["packages"] if it["name"] in PACKAGES}
    return {name: found[name] for name in PACKAGES if name in found}


def output(*command):
    if not shutil.which(command[0]):
        return "absent"
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return done.stdout.strip()
