#!/usr/bin/env python3
"""Twilio's own library is the witness that the simulated carrier speaks its
contract: what it sends is understood, and what the carrier signs is accepted.
It is found by NODE_PATH, or in tests/providers/sdk; tests/providers/sdk/run
installs it."""

import http.server
import os
import shutil
import subprocess
import sys
import threading

import house

SDK = os.path.join(house.TOP, "tests/providers/sdk")
PHONE, OTHER = "+15085550131", "+15085550132"


class Hook:
    """A server that keeps the webhooks it gets."""

    def __init__(self):
        got = self.got = []

        class Taker(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                got.append((self.path, self.headers.get("X-Twilio-Signature"),
                            self.rfile.read(length).decode()))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), Taker)
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()


def node(script, *words):
    env = {**os.environ, "TWILIO_ACCOUNT_SID": house.SID,
           "TWILIO_AUTH_TOKEN": house.TOKEN}
    done = subprocess.run(
        ["node", os.path.join(SDK, script), *words], env=env,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=60)
    return done.returncode, done.stdout.strip()


def missing():
    """Why the witness cannot be asked, or None."""
    if shutil.which("node") is None:
        return "there is no node here"
    done = subprocess.run(
        ["node", "-e", "require('twilio')"], cwd=SDK,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, timeout=60)
    return "the npm package twilio is not installed" \
        if done.returncode else None


def validated(hook, got, token=house.TOKEN):
    path, signature, body = got
    return node("validate.js", hook.url + path, token, signature, body)[1]


def sends(tap, carrier, base, hook):
    words = "Señora, ¿a qué hora? 🚌"
    code, sid = node("send.js", base, house.NUMBERS[0], PHONE, words,
                     hook.url + "/receipt?a=1")
    record = carrier.record()
    tap.case("the library sends, and reads back what it sent",
             code == 0 and sid.startswith("SM"), [code, sid])
    tap.case("the carrier has the text as it was written", [
        (t["sid"], t["to"], t["body"]) for t in record] ==
        [(sid, PHONE, words)], record)
    house.until(lambda: len(hook.got) >= 2, 10)
    tap.case("its receipts are signed as the library expects",
             [validated(hook, g) for g in hook.got] == ["true"] * 2 and
             all("a=1" in g[0] for g in hook.got), hook.got)


def refusals(tap, carrier, base):
    for fault, code in (("no-number", "21211"), ("stopped", "21610"),
                        ("bad-sender", "21606")):
        carrier.fault(fault, count=1)
        result = node("send.js", base, house.NUMBERS[0], PHONE, "See you.")
        tap.case("a refusal is understood: %s" % code, result == (1, code),
                 [result])
    result = node("send.js", base, house.NUMBERS[0], "none", "See you.")
    tap.case("a number that is none is refused", result == (1, "21211"),
             [result])


def replies(tap, carrier, hook):
    hook.got.clear()
    carrier.tell("POST", "hook", {"url": hook.url + "/hooks/main"})
    carrier.write(OTHER, "Gracias: 3 + 4 = 7 & más…", house.NUMBERS[0])
    carrier.tell("POST", "write", {
        "from": OTHER, "to": house.NUMBERS[0], "body": "",
        "media": ["http://127.0.0.1/bus.jpg"]})
    house.until(lambda: len(hook.got) >= 2, 10)
    tap.case("texts and pictures of phones are signed as it expects",
             [validated(hook, g) for g in hook.got] == ["true"] * 2,
             hook.got)
    words = [g for g in hook.got if "Gracias" in g[2]][:1]
    tap.case("and not when a word of them, or the key, is another", [
        (validated(hook, (path, signature, body.replace("Gra", "gra"))),
         validated(hook, (path, signature, body), "1" * 32))
        for path, signature, body in words] == [("false", "false")])


def main():
    tap = house.Tap()
    why = missing()
    if why:
        tap.skip("Twilio's own library", why)
        return tap.end()
    with house.House("sqlite", preload=()) as h:
        hook = Hook()
        if not tap.case("the carrier starts", h.carrier.start(),
                        h.carrier.tail()):
            return tap.end()
        base = "http://127.0.0.1:%d" % h.carrier.port
        sends(tap, h.carrier, base, hook)
        refusals(tap, h.carrier, base)
        replies(tap, h.carrier, hook)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
