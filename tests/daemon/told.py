#!/usr/bin/env python3
"""No answer of 2xx leaves the gateway before its commit is on disk: a library
that is preloaded (tests/preload/told.c) watches the gateway's own calls, and
ends it when one does.  That it can is shown, too: with fdatasync dropped the
first answer ends the gateway."""

import base64
import hashlib
import hmac
import os
import struct
import sys
import threading
import urllib.parse

import house

MARK = "feedc0de"
TIMES = 100


class Watched:
    def __init__(self, h, preload):
        self.house = h
        self.counter = os.path.join(h.folder, "told.count")
        with open(self.counter, "wb") as f:
            f.write(bytes(8))
        env = {**house.preloaded(h.folder, preload), "TOLD_MARK": MARK,
               "TOLD_COUNT": self.counter}
        self.gateway, = h.open(carrier=False, env=env)
        self.asked = 0
        self.lock = threading.Lock()

    def count(self):
        with open(self.counter, "rb") as f:
            return struct.unpack("q", f.read(8))[0]

    def mark(self):
        with self.lock:
            self.asked += 1
            return "%s%08x" % (MARK, self.asked)

    def hook(self, line, fields, query=""):
        """A webhook as Twilio signs it."""
        path = "/hooks/main" + query
        url = "http://127.0.0.1:%d%s" % (self.house.hook_port, path)
        signed = url + "".join(k + fields[k] for k in sorted(fields))
        mac = hmac.new(house.TOKEN.encode(), signed.encode(), hashlib.sha1)
        return line.tries(
            "POST", path, urllib.parse.urlencode(fields).encode(),
            {"Content-Type": "application/x-www-form-urlencoded",
             "X-Twilio-Signature":
             base64.b64encode(mac.digest()).decode()})[0]


def ends(mark):
    return {"MessageSid": "SM" + mark + "0" * 16, "AccountSid": house.SID,
            "ApiVersion": "2010-04-01"}


def message(w, line):
    mark = w.mark()
    some = list(w.house.ids.values())
    return line.write(mark, "See " + mark,
                      to={"students": [some[w.asked % len(some)]]})


def reply(w, line):
    mark = w.mark()
    some = [p for of in w.house.phones.values() for p in of]
    return w.hook(line, {
        **ends(mark), "From": some[w.asked % len(some)],
        "To": house.NUMBERS[0], "Body": "See " + mark,
        "NumMedia": "0", "SmsStatus": "received"})


def receipt(w, line, attempt):
    mark = w.mark()
    return w.hook(line, {
        **ends(mark), "From": house.NUMBERS[0], "To": attempt["to"],
        "MessageStatus": "delivered", "SmsStatus": "delivered"},
        "?a=" + attempt["id"])


def seen(tap, name, w, statuses):
    """All were answered 2xx, and each of them was watched."""
    good = all(200 <= s < 300 for s in statuses) and w.gateway.runs()
    tap.case("%s: %d answers, each after its sync" % (name, len(statuses)),
             good and w.count() == w.asked,
             ["statuses %s, %d of %d watched" % (
                 sorted(set(statuses)), w.count(), w.asked)] +
             w.gateway.tail())


def beside(w, works, times):
    """The same from several connections at once."""
    statuses = []

    def work(_):
        api = w.gateway.api()
        for i in range(times):
            answer = works[i % len(works)](w, api)
            statuses.append(answer[0] if isinstance(answer, tuple)
                            else answer)
        api.close()

    with house.threads(*[work] * 8) as faults:
        pass
    return statuses + [0] * len(faults)


def watch(tap):
    with house.House("sqlite", preload=()) as h:
        w = Watched(h, ("told",))
        api = w.gateway.api()
        answers = [message(w, api) for _ in range(TIMES)]
        seen(tap, "messages", w, [a[0] for a in answers])
        seen(tap, "webhooks with words", w,
             [reply(w, api) for _ in range(TIMES)])
        talks = api.pages("/api/v1/conversations", "conversations")
        statuses = []
        for talk in talks:
            mark = w.mark()
            statuses.append(api.answer(mark, talk["id"], "See " + mark)[0])
        seen(tap, "answers in a conversation", w, statuses)
        attempts = [{"id": a["id"], "to": d["to"]}
                    for status, one in answers for d in api.pages(
                        "/api/v1/messages/%s/deliveries" % one["id"],
                        "deliveries") for a in d["attempts"]]
        seen(tap, "receipts", w, [receipt(w, api, a) for a in attempts])
        seen(tap, "eight at once", w, beside(w, (message, reply), 50))
        tap.case("and it stops well", w.gateway.term() == 0,
                 w.gateway.tail())


def can_fail(tap):
    with house.House("sqlite", preload=()) as h:
        w = Watched(h, ("unsynced", "told"))
        status = message(w, w.gateway.api())[0]
        house.until(lambda: not w.gateway.runs(), 10)
        tap.case("without a sync the watch ends the gateway",
                 status == 0 and not w.gateway.runs() and
                 "told: an answer of 202 before" in w.gateway.said(),
                 w.gateway.tail())


def main():
    tap = house.Tap()
    watch(tap)
    can_fail(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
