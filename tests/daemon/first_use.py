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
STUDENT = "Ben Walsh"                   # As the README has it.
AS, DESK = ("--as", "Min Park"), ("--as", "Carmen Lopez")


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


def grown(h, before):
    """By how much each figure has grown."""
    now = total(h)
    return {name: now[name] - before[name] for name in now}


def settled(h, message):
    return house.until(lambda: h.told("sent", message)["state"] == "done",
                       60)


def id_in(out):
    return out.split("Its id is ")[1].split(";")[0]


def the_roster(tap, h):
    """It is the one of the district."""
    roster = os.path.join(h.demo.dir, "sample/roster.zip")
    code, out, err = h.run("import", roster)
    tap.case("import: it shows what it would do, which is nothing",
             code == 0 and "600 students" in out and
             "there is nothing to change" in out, [code, out, err])


def one_family(tap, h):
    """The phones that have it."""
    before, texts = total(h), len(h.texts())
    words = "%s forgot the lunch box." % STUDENT.split()[0]
    code, out, err = h.run("send", "--to", STUDENT, *AS, "--preview", words)
    tap.case("preview: whom it reaches, and the exact text", code == 0 and
             "1 family" in out and words in out and AS[1] in out and
             "Nothing was sent." in out, [code, out, err])
    tap.case("it has sent nothing", len(h.texts()) == texts)
    code, out, err = h.run("send", "--to", STUDENT, *AS, words)
    tap.case("send: to one family", code == 0 and "A direct message" in out,
             [code, out, err])
    message = id_in(out)
    tap.case("it is settled", settled(h, message), [h.run("sent", message)])
    came = h.texts()[texts:]
    tap.case("the phones of the family have it, each once", came and all(
        words in text["body"] for text in came) and len(came) == len(
            {text["to"] for text in came}), came)
    code, out, _ = h.run("sent", message)
    tap.case("sent: that it arrived", "It arrived on the phone." in out,
             [out])
    more = grown(h, before)
    tap.case("it counts one", (more["from_staff"], more["announcements"],
                               more["copies"]) == (1, 0, len(came)), [more])
    return sorted(text["to"] for text in came)


def a_class(tap, h):
    before, texts = total(h), len(h.texts())
    code, out, err = h.run("send", "--to", h.class_of(STUDENT), *AS, "--yes",
                           "The trip is on Friday. Bring boots.")
    tap.case("send: to a class", code == 0 and "An announcement to " in out,
             [code, out, err])
    message = id_in(out)
    settled(h, message)
    more = grown(h, before)
    copies = h.told("sent", message)["copies"]
    tap.case("it counts as announcements, and as no direct message",
             more["direct"] == 0 and 5 < more["announcements"] <=
             more["copies"], [more])
    tap.case("each phone has it once", len(h.texts()) - texts == len(
        {copy["to"] for copy in copies if copy["state"] == "delivered"}),
        [len(h.texts()) - texts])


def answers(tap, h, phone):
    before = total(h)
    tap.case("the family answers on the carrier's page",
             h.page(phone, "I bring it at 11. Where do I go?"))
    asks = lambda: [talk for talk in h.told("inbox", *AS)["conversations"]
                    if talk["address"] == phone]
    tap.case("inbox: it waits for an answer", house.until(asks, 20) and
             "Where do I go?" in h.run("inbox", *AS)[1],
             [h.run("inbox", *AS)])
    talk = asks()[0]["id"]
    code, out, err = h.run("reply", talk, *AS, "To the main office.")
    tap.case("reply: it is answered", code == 0, [code, out, err])
    tap.case("the phone has it", house.until(lambda: any(
        text["to"] == phone and "To the main office." in text["body"]
        for text in h.texts()), 20))
    code, out, _ = h.run("talk", talk)
    tap.case("talk: all of it, in order", 0 < out.find("lunch box") <
             out.find("Where do I go?") < out.find("main office"), [out])
    tap.case("inbox: it waits no more", not asks())
    more = grown(h, before)
    tap.case("both directions count one", (
        more["from_staff"], more["from_families"]) == (1, 1), [more])


def stop(tap, h, phone):
    look = lambda: h.run("send", "--to", STUDENT, *AS, "--preview", "Hello")
    before, reached = total(h), look()[1]
    tap.case("the family writes STOP", h.page(phone, "STOP"))
    tap.case("that phone is not reached any more, and why is said",
             house.until(lambda: "They asked for no texts" in look()[1], 20)
             and "They asked for no texts" not in reached, [look()])
    more = grown(h, before)
    tap.case("STOP counts as no message", more["direct"] == 0, [more])


def closing(tap, h, phone):
    """The next morning; what ./demo has kept goes on."""
    h.demo.stop()
    h.start(WEDNESDAY)
    before, texts = total(h), len(h.texts())
    code, out, err = h.run("send", "--to", "Oak Elementary School", *DESK,
                           "--kind", "closing", "--readers", "nobody",
                           "--yes", "No school today: snow. Stay warm.")
    tap.case("a closing at 5:31", code == 0 and "goes at once" in out,
             [code, out, err])
    message = id_in(out)
    settled(h, message)
    came = h.texts()[texts:]
    tap.case("the whole school has it, each phone once", len(came) > 200 and
             len(came) == len({text["to"] for text in came}), [len(came)])
    tap.case("but not the one who said STOP", phone not in {
        text["to"] for text in came})
    tap.case("it counts as no direct message", grown(h, before)[
        "direct"] == 0, [grown(h, before)])


def figures(tap, h):
    shown, rows = (os.path.join(h.folder, name)
                   for name in ("figures", "rows.jsonl"))
    with open(shown, "w", encoding="utf-8") as f:
        json.dump(h.told("report", "kpi-2-1", "--by", "school"), f)
    code, out, _ = h.run("report", "kpi-2-1", "--by", "month")
    november = [line.split() for line in out.split("\n")
                if line.startswith("2026-11")]
    tap.case("report: November is as it was", code == 0 and
             november[0][1:4] == ["2684", "1742", "942"] and
             "A direct message is one message" in out, [out])
    code, out, _ = h.run("recount", "--rows", rows)
    tap.case("homeline recount agrees", code == 0 and "agrees" in out, [out])
    done = subprocess.run(
        [sys.executable, os.path.join(house.TOP, "tests/recount.py"), rows,
         "--figures", shown], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=120)
    tap.case("tests/recount.py counts the same", done.returncode == 0,
             [done.stdout])


def main():
    tap = house.Tap()
    with tempfile.TemporaryDirectory(prefix="homeline-first-") as folder:
        h = Day(folder)
        try:
            h.start(TUESDAY)
            code, out, _ = h.run("status")
            tap.case("status: a sample, Tuesday at five past ten",
                     code == 0 and "a sample" in out and "10:0" in out,
                     [out])
            the_roster(tap, h)
            phone = one_family(tap, h)[0]
            a_class(tap, h)
            answers(tap, h, phone)
            stop(tap, h, phone)
            closing(tap, h, phone)
            figures(tap, h)
        finally:
            h.demo.stop()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
