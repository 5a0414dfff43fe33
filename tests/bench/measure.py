#!/usr/bin/env python3
"""Measures by hand: messages per second that the API keeps, texts per second
that go out and are settled, and webhooks per second that are kept, on each
database.  It prints figures and judges none: they say something only beside
others of the same machine in the same minute.

    tests/bench/measure.py [--database sqlite|postgres] [--texts 20000]
        [--window 64] [--connections 32] [--preload LIBRARY]

LIBRARY is preloaded into the gateway, such as one that makes a disk slow."""

import argparse
import base64
import collections
import hashlib
import hmac
import json
import os
import select
import socket
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "../daemon"))
import house                                            # noqa: E402


def storm(port, requests, connections):
    """Sends them over kept connections, one at a time on each; seconds,
    statuses, and sorted milliseconds."""
    todo, poll, lines = iter(requests), select.epoll(), {}
    statuses, took = collections.Counter(), []

    def next_one(line):
        request = next(todo, None)
        if request is None:
            poll.unregister(line[0].fileno())
            line[0].close()
            return False
        line[1] = time.monotonic()
        line[0].sendall(request)
        return True

    began = time.monotonic()
    for _ in range(connections):
        s = socket.create_connection(("127.0.0.1", port))
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(s.fileno(), select.EPOLLIN)
        lines[s.fileno()] = [s, 0]
        next_one(lines[s.fileno()])
    left = connections
    while left:
        for fd, _ in poll.poll():
            line = lines[fd]
            answer = line[0].recv(65536)
            statuses[answer[9:12].decode() or "cut"] += 1
            took.append((time.monotonic() - line[1]) * 1000)
            left -= not next_one(line)
    return time.monotonic() - began, statuses, sorted(took)


def post(path, content, headers):
    head = "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n" \
        % (path, len(content))
    head += "".join("%s: %s\r\n" % pair for pair in headers.items())
    return head.encode() + b"\r\n" + content


def hook(h, fields, query=""):
    path = "/hooks/main" + query
    signed = "http://127.0.0.1:%d%s" % (h.hook_port, path)
    signed += "".join(k + fields[k] for k in sorted(fields))
    mac = hmac.new(house.TOKEN.encode(), signed.encode(), hashlib.sha1)
    return post(path, urllib.parse.urlencode(fields).encode(), {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": base64.b64encode(mac.digest()).decode()})


class Figures:
    def __init__(self, database):
        self.database = database

    def say(self, what, count, seconds, more=""):
        print("%-9s %-42s %7d in %6.2f s: %7.0f /s%s" % (
            self.database, what, count, seconds, count / seconds, more),
            flush=True)

    def storm(self, what, h, requests, connections):
        seconds, statuses, took = storm(h.hook_port, requests, connections)
        bad = {k: n for k, n in statuses.items() if not k.startswith("2")}
        self.say(what, len(took), seconds, "  p50 %.1f p99 %.1f ms%s" % (
            took[len(took) // 2], took[len(took) * 99 // 100],
            "  NOT 2xx: %s" % bad if bad else ""))


def sync_time(folder):
    """How long an fdatasync of a page takes there, ms."""
    fd = os.open(os.path.join(folder, "sync"), os.O_CREAT | os.O_WRONLY)
    began = time.monotonic()
    for i in range(200):
        os.pwrite(fd, b"x" * 4096, 4096 * i)
        os.fdatasync(fd)
    os.close(fd)
    return (time.monotonic() - began) * 5


def announce(gateway, number):
    api = gateway.api()
    for i, school in enumerate(api.pages("/api/v1/schools", "schools")):
        status, answer = api.write(
            "all-%d-%d" % (number, i), "School begins at %d." % number,
            to={"school": school["id"]}, kind="announcement")
        if status != 202:
            raise RuntimeError("%s %s" % (status, answer))


def settled(gateway):
    """All attempts are handed over and kept so: the raw rows say it."""
    states = collections.Counter(
        a["state"] for a in gateway.rows()[0].get("attempt", ()))
    return not states.keys() - {"sent", "delivered"}


def sends(h, figures, gateway, texts, receipts):
    """A queue that is full, a carrier that is there, and a gateway that
    starts: until the carrier has all, and the gateway knows."""
    never = threading.Event()
    h.carrier.tell("POST", "reset")
    if not receipts:
        h.carrier.fault("receipt-lost")
    counts = lambda: h.carrier.tell("GET", "counts")
    before = counts()["receipts"]
    gateway.settings["base_url"] = "http://127.0.0.1:%d" % h.carrier_port
    gateway.configure()
    began = time.monotonic()
    gateway.start()
    while counts()["received"] < texts and time.monotonic() - began < 120:
        never.wait(0.02)
    taken = time.monotonic() - began
    while receipts and counts()["receipts"] < before + 2 * texts and \
            time.monotonic() - began < 120:
        never.wait(0.02)
    told = time.monotonic() - began
    good = house.until(lambda: settled(gateway), 60)
    done = time.monotonic() - began
    c = counts()
    more = "  twice %d%s" % (c["twice"], "" if good else "  NOT SETTLED")
    if receipts:
        figures.say("texts, each with 2 receipts", texts, told, more)
        return
    figures.say("texts handed over", texts, taken, more +
                "  all known after %.2f s" % done)


def fill(h, gateway, figures, texts):
    """Expands announcements while the carrier is not there."""
    gateway.settings["base_url"] = "http://127.0.0.1:9"
    gateway.configure()
    gateway.start()
    attempts = lambda: len(gateway.rows()[0].get("attempt", ()))
    before = attempts()
    began = time.monotonic()
    announce(gateway, before)
    house.until(lambda: attempts() >= before + texts, 120)
    figures.say("deliveries expanded (about)", texts,
                time.monotonic() - began)
    gateway.term()


def api_messages(h, figures, gateway, connections, count):
    ids = list(h.ids.values())
    requests = [post("/api/v1/messages", json.dumps({
        "to": {"students": [ids[i % len(ids)]]},
        "words": "Number %d of a measurement." % i}).encode(), {
            "Authorization": "Bearer " + h.key,
            "Idempotency-Key": "one-%d" % i,
            "Content-Type": "application/json"}) for i in range(count)]
    figures.storm("messages by the API", h, requests, connections)
    figures.storm("the same again, answered as before", h, requests,
                  connections)


def webhooks(h, figures, gateway, connections, count):
    phones = [p for of in h.phones.values() for p in of]
    replies = [hook(h, {
        "MessageSid": "SM%032x" % i, "AccountSid": house.SID,
        "From": phones[i % len(phones)], "To": house.NUMBERS[0],
        "Body": "Reply number %d, thank you." % i, "NumMedia": "0",
        "NumSegments": "1", "SmsStatus": "received",
        "ApiVersion": "2010-04-01"}) for i in range(count)]
    figures.storm("webhooks: replies", h, replies, connections)
    figures.storm("webhooks: the same replies again", h, replies,
                  connections)


def receipts(h, figures, gateway, connections, count):
    sids = {t["to"]: t["sid"] for t in h.carrier.record()}
    api, found = gateway.api(), []
    for message in api.pages("/api/v1/messages", "messages"):
        if message["kind"] != "announcement" or len(found) >= count:
            continue
        for d in api.pages("/api/v1/messages/%s/deliveries"
                           % message["id"], "deliveries"):
            found += [(a["id"], d["to"]) for a in d["attempts"]
                      if a["state"] == "sent"]
    list_of = [hook(h, {
        "MessageSid": sids.get(to, "SM" + "0" * 32), "From": house.NUMBERS[0],
        "AccountSid": house.SID, "To": to, "MessageStatus": "delivered",
        "SmsStatus": "delivered", "ApiVersion": "2010-04-01"}, "?a=" + a)
        for a, to in found[:count]]
    figures.storm("webhooks: receipts", h, list_of, connections)


def measure(database, options):
    figures = Figures(database)
    students = options.texts * 3 // 4       # Some have two phones.
    with house.House(database, students=students, preload=()) as h:
        print("# %s: an fdatasync takes %.3f ms here, %d connections, "
              "window %d" % (database, sync_time(h.folder),
                             options.connections, options.window))
        if options.preload:
            h.env["LD_PRELOAD"] = os.path.abspath(options.preload)
        gateway, = h.open(window=str(options.window), log="warn")
        texts = len({p for of in h.phones.values() for p in of})
        gateway.term()
        fill(h, gateway, figures, texts)
        sends(h, figures, gateway, texts, False)
        receipts(h, figures, gateway, options.connections, texts)
        gateway.term()
        fill(h, gateway, figures, texts)
        sends(h, figures, gateway, texts, True)
        webhooks(h, figures, gateway, options.connections, options.texts)
        gateway.term()
        gateway.settings["base_url"] = "http://127.0.0.1:9"
        gateway.configure()
        gateway.start()
        api_messages(h, figures, gateway, options.connections, options.texts)
        code, said = gateway.run("recount")
        print("# recount: %s" % said.strip())


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgres"))
    parser.add_argument("--texts", type=int, default=20000)
    parser.add_argument("--window", type=int, default=64)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--preload")
    options = parser.parse_args()
    for database in ("sqlite", "postgres"):
        if options.database in (None, database):
            try:
                measure(database, options)
            except house.NoPostgres as why:
                print("# %s" % why)


if __name__ == "__main__":
    main()
