#!/usr/bin/env python3
"""The first day with Homeline, as somebody lives it who has nothing but the
README: the sample district, its roster again, a look before sending, one
family, a class, answers typed on the carrier's page, the inbox, an answer,
STOP, a closing at 5:31 in the morning, and the figures, counted again by
somebody else."""

import collections
import csv
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse

import house
import walk

TUESDAY, WEDNESDAY = "2026-12-08 10:05", "2026-12-09 05:31"
STUDENT = "Ruby Brooks"                 # As ./demo itself says.
AS = ("--as", "Carmen Lopez")


class Day:
    """./demo, and commands in another terminal."""

    def __init__(self, folder):
        walk.tree_of(folder)
        self.folder = folder
        self.demo = walk.Demo(folder, "day", "--at", TUESDAY)
        self.config = os.path.join(self.demo.dir, "homeline.conf")

    def start(self, at):
        self.demo.command[-1] = at
        if not self.demo.start() or "is ready" not in self.demo.text():
            raise RuntimeError(self.demo.text())

    def run(self, *words, typed=None):
        done = subprocess.run(
            [house.HOMELINE, *words], text=True, input=typed or "",
            env={**os.environ, "HOMELINE_CONFIG": self.config},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        return done.returncode, done.stdout, done.stderr

    def told(self, *words):
        """What a command says in JSON."""
        code, out, err = self.run(*words, "--json")
        if code:
            raise RuntimeError("%s: %s" % (" ".join(words), err))
        return json.loads(out)

    def texts(self):
        """All texts that the carrier took so far, history and all."""
        texts, after = [], 0
        line = house.Line(self.demo.ports[1])
        while after is not None:
            _, page = line.tries(
                "GET", "/carrier/record?most=10000&after=%d" % after)
            texts += page["texts"]
            after = page["next"]
        line.close()
        return texts

    def page(self, phone, words):
        """Somebody types into the form below a phone, in a browser."""
        port = self.demo.ports[1]
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        line.request("GET", "/phone/" + phone.lstrip("+"))
        text = line.getresponse().read().decode()
        form = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>',
                         text, re.S)
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"',
                                 form.group(2)))
        line.request("POST", form.group(1), urllib.parse.urlencode(
            {**fields, "body": words}), {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": "http://127.0.0.1:%d" % port})
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.status == 303

    def class_of(self, student):
        api = house.Api(self.demo.ports[0], self.demo.key())
        _, found = api.tries("GET", "/api/v1/students?q=" +
                             urllib.parse.quote(student))
        return found["students"][0]["places"][0]["class"]["name"]


def total(h):
    return h.told("report", "kpi-2-1")["total"]


def settled(h, message):
    return house.until(lambda: h.told("sent", message)["state"] == "done",
                       30)


def id_in(out):
    return out.split("Its id is ")[1].split(";")[0]


def the_roster(tap, h):
    """What it would do is shown first, and is nothing the second time."""
    roster = os.path.join(h.folder, "roster.zip")
    code, out, err = h.run("import", roster)
    tap.case("import: what it would do", code == 0 and "600 students" in out
             and "Nothing " in out, [code, out, err])
    code, out, err = h.run("import", roster, "--apply")
    tap.case("import --apply", code == 0, [code, out, err])
    code, out, err = h.run("import", roster)
    tap.case("import: again there is nothing to do", code == 0 and
             "there is nothing to change" in out, [code, out, err])


def one_family(tap, h, student, phone):
    words = "%s forgot his lunch box." % student.split()[0]
    code, out, err = h.run("send", "--to", student, *AS, "--preview", words)
    tap.case("preview: one family, one guardian, the exact text", code == 0
             and "1 family" in out and words in out and "Carmen Lopez" in
             out and "Nothing was sent." in out, [code, out, err])
    tap.case("it did send nothing", not h.carrier.record())
    code, out, err = h.run("send", "--to", student, *AS, words)
    tap.case("send: to one family", code == 0 and "A direct message" in out,
             [code, out, err])
    message = id_in(out)
    tap.case("the phone has it, once", settled(h, message) and [
        text["to"] for text in h.carrier.record()] == [phone] and
        words in h.carrier.record()[0]["body"], h.carrier.record())
    code, out, _ = h.run("sent", message)
    tap.case("sent: that it arrived", "It arrived on the phone." in out,
             [out])
    tap.case("it counts one", (total(h)["from_staff"],
                               total(h)["announcements"]) == (1, 0),
             [total(h)])


def a_class(tap, h, name):
    code, out, err = h.run("send", "--to", name, *AS, "--yes",
                           "The trip is on Friday. Bring boots.")
    tap.case("send: to a class", code == 0 and "An announcement to " in out,
             [code, out, err])
    message = id_in(out)
    settled(h, message)
    figures = total(h)
    tap.case("it counts as announcements, and as no direct message",
             figures["from_staff"] == 1 and figures["announcements"] > 5,
             [figures])


def answers(tap, h, student, phone):
    before = total(h)["from_families"]
    tap.case("the family answers on the carrier's page",
             h.page(phone, "I bring it at 11. Where do I go?"))
    asks = lambda: student in h.run("inbox", *AS)[1]
    tap.case("inbox: it waits for an answer", house.until(asks, 20) and
             "Where do I go?" in h.run("inbox")[1], [h.run("inbox")])
    talk = h.told("inbox")["conversations"][0]["id"]
    code, out, err = h.run("reply", talk, *AS, "To the main office.")
    tap.case("reply: it is answered", code == 0, [code, out, err])
    tap.case("the phone has it", house.until(lambda: any(
        text["to"] == phone and "To the main office." in text["body"]
        for text in h.carrier.record()), 20))
    code, out, _ = h.run("talk", talk)
    tap.case("talk: all of it, in order", 0 < out.find("lunch box") <
             out.find("Where do I go?") < out.find("main office"), [out])
    tap.case("inbox: nobody waits", "Nobody waits" in h.run("inbox")[1])
    figures = total(h)
    tap.case("both directions count", (
        figures["from_staff"], figures["from_families"] - before) == (2, 1),
        [figures])


def stop(tap, h, student, phone):
    before = total(h)
    tap.case("the family writes STOP", h.page(phone, "STOP"))
    stopped = lambda: "It reaches 0 of " in h.run(
        "send", "--to", student, *AS, "--preview", "Hello")[1]
    tap.case("they are not reached any more, and why is said", house.until(
        stopped, 20) and "asked for no texts" in h.run(
            "send", "--to", student, *AS, "--preview", "Hello")[1], [h.run("send", "--to", student, *AS, "--preview",
                             "Hello")])
    texts = len([t for t in h.carrier.record() if t["to"] == phone])
    code, out, err = h.run("send", "--to", student, *AS, "Hello")
    tap.case("nothing goes to them", code == 1 and "nothing was sent" in err
             and len([t for t in h.carrier.record()
                      if t["to"] == phone]) == texts, [code, out, err])
    tap.case("STOP counts as no message",
             total(h)["from_families"] == before["from_families"])


def closing(tap, h, phone):
    h.set_clock(WEDNESDAY)
    before = h.carrier.record()
    code, out, err = h.run("send", "--to", "Oak Elementary School", *AS,
                           "--kind", "closing", "--readers", "nobody",
                           "--yes", "No school today: snow. Stay warm.")
    tap.case("a closing at 5:31", code == 0 and "goes at once" in out,
             [code, out, err])
    message = id_in(out)
    done = house.until(lambda: h.told("sent", message)["state"] == "done",
                       60)
    texts = h.carrier.record()[len(before):]
    tap.case("the whole school has it, each phone once", done and
             len(texts) > 200 and len(texts) == len(
                 {text["to"] for text in texts}), [done, len(texts)])
    tap.case("but not the one who said STOP", phone not in {
        text["to"] for text in texts})
    code, out, _ = h.run("sent", message)
    tap.case("sent: so many were reached", " delivered" in out,
             [out[:400]])


def figures(tap, h):
    shown = os.path.join(h.folder, "figures")
    with open(shown, "w", encoding="utf-8") as f:
        json.dump(h.told("report", "kpi-2-1", "--by", "school"), f)
    code, out, _ = h.run("report", "kpi-2-1", "--by", "school")
    tap.case("report: a direct message is a direct message", code == 0 and
             "A direct message is one message" in out and
             [line for line in out.split("\n") if line.startswith(
                 "Total")][0].split()[1:4] == ["3", "2", "1"], [out])
    rows, code, said = h.gateway.rows()
    tap.case("homeline recount agrees", code == 0 and "agrees" in said,
             [said])
    done = subprocess.run(
        [sys.executable, os.path.join(house.TOP, "tests/recount.py"),
         os.path.join(h.folder, "rows.jsonl"), "--figures", shown],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=120)
    tap.case("tests/recount.py counts the same", done.returncode == 0,
             [done.stdout])


def main():
    tap = house.Tap()
    with Sample() as h:
        h.open_at(TUESDAY)
        student, phone, class_name = h.family()
        code, out, _ = h.run("status")
        tap.case("status: a sample, Tuesday at five past ten", code == 0 and
                 "a sample" in out and "10:0" in out, [out])
        the_roster(tap, h)
        one_family(tap, h, student, phone)
        a_class(tap, h, class_name)
        answers(tap, h, student, phone)
        stop(tap, h, student, phone)
        closing(tap, h, phone)
        figures(tap, h)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
