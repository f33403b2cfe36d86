"""Requests and HTTPX against a server that offers Digest.

    digest.py URL

The server stands at URL with these paths: /digest (SHA-256), /md5 (SHA-256, then MD5), /both (Digest,
then Basic), and /advance, which lets every nonce end.
"""

import sys

import httpx
import requests
from requests.auth import HTTPBasicAuth, HTTPDigestAuth

base = sys.argv[1]
wait = 20
USER, PASSWORD = "ada", "correct horse"


def check(name, found, wanted):
    print(f"{name}: {found!r}")
    if found != wanted:
        sys.exit(f"{name}: wanted {wanted!r}")


def parameter(field, name):
    """The value of a parameter in `Authorization`."""
    for part in field.removeprefix("Digest ").split(", "):
        key, _, value = part.partition("=")
        if key == name:
            return value.strip('"')
    return None


def with_requests():
    def get(path, auth, session=requests):
        answer = session.get(base + path, auth=auth, timeout=wait)
        return answer

    # Several requests on one nonce: a challenge for the first alone.
    session, auth = requests.Session(), HTTPDigestAuth(USER, PASSWORD)
    answers = [get("/digest?a=b%20c", auth, session) for _ in range(3)]
    check("requests: status", [it.status_code for it in answers], [200] * 3)
    check("requests: body", answers[2].text, "ada by Digest")
    check("requests: challenged", [len(it.history) for it in answers], [1, 0, 0])
    sent = [it.request.headers["Authorization"] for it in answers]
    check("requests: algorithm", {parameter(it, "algorithm") for it in sent}, {"SHA-256"})
    check("requests: nonces", len({parameter(it, "nonce") for it in sent}), 1)
    check("requests: counts", [parameter(it, "nc") for it in sent],
          ["00000001", "00000002", "00000003"])

    # Who copies a proof from the wire has nothing.
    replay = {"Authorization": sent[2]}
    copied = requests.get(answers[2].url, headers=replay, timeout=wait)
    check("requests: replayed", copied.status_code, 401)

    # The nonce ends, and the client goes on without asking anybody.
    requests.get(base + "/advance", timeout=wait).raise_for_status()
    after = get("/digest", auth, session)
    check("requests: after the nonce's end", after.status_code, 200)
    check("requests: stale", ["stale=true" in it.headers["WWW-Authenticate"] for it in after.history],
          [True])

    for user, password in [(USER, "wrong"), ("nobody", PASSWORD)]:
        answer = get("/digest", HTTPDigestAuth(user, password))
        check(f"requests: {user}", answer.status_code, 401)
        check(f"requests: {user} is not stale", "stale" in answer.headers["WWW-Authenticate"], False)

    answer = get("/md5", HTTPDigestAuth(USER, PASSWORD))
    check("requests: MD5", answer.status_code, 200)
    check("requests: MD5 taken", parameter(answer.request.headers["Authorization"], "algorithm"), "MD5")

    check("requests: Digest of both", get("/both", HTTPDigestAuth(USER, PASSWORD)).text, "ada by Digest")
    check("requests: Basic of both", get("/both", HTTPBasicAuth(USER, PASSWORD)).text, "ada by Basic")
    utf8 = HTTPBasicAuth("Zoë".encode(), "café".encode())
    check("requests: Basic in UTF-8", get("/both", utf8).text, "zoe by Basic")


def with_httpx():
    auth = httpx.DigestAuth(USER, PASSWORD)
    with httpx.Client(auth=auth, timeout=wait) as client:
        answers = [client.get(base + "/digest?a=b%20c") for _ in range(3)]
        check("httpx: status", [it.status_code for it in answers], [200] * 3)
        check("httpx: challenged", [len(it.history) for it in answers], [1, 0, 0])
        sent = [it.request.headers["Authorization"] for it in answers]
        check("httpx: algorithm", {parameter(it, "algorithm") for it in sent}, {"SHA-256"})
        check("httpx: counts", [parameter(it, "nc") for it in sent],
              ["00000001", "00000002", "00000003"])
        copied = httpx.get(base + "/digest?a=b%20c", headers={"Authorization": sent[0]}, timeout=wait)
        check("httpx: replayed", copied.status_code, 401)
        httpx.get(base + "/advance", timeout=wait).raise_for_status()
        after = client.get(base + "/digest")
        check("httpx: after the nonce's end", after.status_code, 200)
        check("httpx: stale", ["stale=true" in it.headers["WWW-Authenticate"] for it in after.history],
              [True])

    for user, password in [(USER, "wrong"), ("nobody", PASSWORD)]:
        answer = httpx.get(base + "/digest", auth=httpx.DigestAuth(user, password), timeout=wait)
        check(f"httpx: {user}", answer.status_code, 401)
    answer = httpx.get(base + "/both", auth=httpx.BasicAuth("Zoë", "café"), timeout=wait)
    check("httpx: Basic in UTF-8", answer.text, "zoe by Basic")


with_requests()
with_httpx()
