"""Requests per second over a socket, by wrk: contenders in turn, and each round compared with bare in the same round."""

import contextlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

import counting
from counting import say

# scenario, algorithm, workers, contenders beside bare
CELLS = [
    ("allowed", "HS256", 1, ["hand", "hand_cache", "httpauth", "grants", "attributes_uncached", "attributes"]),
    ("allowed", "ES256", 1, ["hand", "hand_cache", "httpauth", "grants", "attributes_uncached", "attributes"]),
    ("allowed", "RS256", 1, ["hand", "grants", "attributes"]),
    ("allowed", "EdDSA", 1, ["hand", "grants", "attributes"]),
    ("many_callers", "ES256", 1, ["hand_cache", "attributes"]),
    ("missing", "HS256", 1, ["hand", "httpauth", "grants", "attributes"]),
    ("wrong_role_64k", "HS256", 1, ["hand", "httpauth", "grants", "attributes"]),
    ("public_token", "HS256", 1, ["hand", "grants", "attributes"]),
    ("allowed", "HS256", 2, ["hand", "hand_cache", "grants", "attributes"]),
    ("allowed", "ES256", 2, ["hand", "hand_cache", "grants", "attributes"]),
    ("many_callers", "ES256", 2, ["hand_cache", "attributes"]),
]
PATHS = {"public_token": "/public", "wrong_role_64k": "/api/names"}
CONNECTIONS = 32


class Server:
    """A contender behind a port of this machine. It ends with this program, whatever happens to that."""

    def __init__(self, binary, contender, algorithm, workers):
        command = [binary, contender, algorithm, workers, counting.rsa_key()]
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if workers == 1:
            on_processor(self.process.pid, 0)
        self.said = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def on_processor(pid, number):
    """One worker and wrk have a processor each; two workers share theirs with wrk."""
    if os.cpu_count() > 1:
        os.sched_setaffinity(pid, {number})


def script(scenario, said):
    """The requests, for wrk. `many_callers` presents a thousand tokens in turn."""
    path = PATHS.get(scenario, "/api/guarded")
    text = 'wrk.headers["Accept"] = "*/*"\nwrk.headers["User-Agent"] = "bench/1.0"\n'
    if scenario == "many_callers":
        tokens = ", ".join(f'"Bearer {it}"' for it in said["good"])
        return text + (
            f"local tokens = {{ {tokens} }}\nlocal next, requests = 0, {{}}\n"
            "function init()\n  for number, token in ipairs(tokens) do\n"
            '    wrk.headers["Authorization"] = token\n'
            f'    requests[number] = wrk.format("GET", "{path}")\n  end\nend\n'
            "function request()\n  next = next % #tokens + 1\n  return requests[next]\nend\n"
        )
    if scenario != "missing":
        token = said["wrong_role"] if scenario.startswith("wrong_role") else said["good"][0]
        text += f'wrk.headers["Authorization"] = "Bearer {token}"\n'
    if scenario.endswith("_64k"):
        body = said["body"]
        text += f'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = [==[{body}]==]\n'
    return text + f'wrk.path = "{path}"\n'


def requests_per_second(server, scenario, seconds, folder):
    lua = pathlib.Path(folder, "requests.lua")
    lua.write_text(script(scenario, server.said))
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(lua)]
    command.append(f"http://127.0.0.1:{server.said['port']}/")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    on_processor(process.pid, 1)
    text = process.communicate(timeout=seconds * 4 + 30)[0]
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", text).group(1))
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    served = int(re.search(r"(\d+) requests in", text).group(1))
    return rate, served and (int(refused.group(1)) if refused else 0) / served


def one_round(servers, scenario, seconds, folder):
    """Each contender once, one after the other; the others wait without work."""
    rates = {}
    for contender, server in servers.items():
        rate, refused = requests_per_second(server, scenario, seconds, folder)
        wanted = contender != "bare" and scenario in ["missing", "wrong_role_64k"]
        if (refused > 0.99) != wanted:
            raise SystemExit(f"{contender} refuses {refused:.0%} of {scenario}")
        rates[contender] = rate
    return rates


def all_rounds(binary, cell, contenders, rounds, seconds, folder):
    scenario, algorithm, workers = cell
    with contextlib.ExitStack() as stack:
        start = lambda contender: stack.enter_context(Server(binary, contender, algorithm, workers))
        servers = {contender: start(contender) for contender in contenders}
        one_round(servers, scenario, 1, folder)  # warms up
        return [one_round(servers, scenario, seconds, folder) for _ in range(rounds)]


def measure(binary, rounds, seconds):
    # Finds the RSA key before a server has to.
    with Server(binary, "bare", "RS256", 1):
        pass
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for *cell, others in CELLS:
            say(f"{' '.join(map(str, cell))}: {rounds} rounds")
            contenders = ["bare", *others]
            taken = all_rounds(binary, cell, contenders, rounds, seconds, folder)
            rows += [row(cell, contender, taken) for contender in contenders]
    return rows


def row(cell, contender, taken):
    scenario, algorithm, workers = cell
    ratios = [it[contender] / it["bare"] for it in taken]
    return {
        "cell": scenario,
        "algorithm": algorithm,
        "workers": workers,
        "contender": contender,
        "per_second": round(statistics.median(it[contender] for it in taken)),
        "ratio": round(statistics.median(ratios), 3),
        "least": round(min(ratios), 3),
        "most": round(max(ratios), 3),
    }
