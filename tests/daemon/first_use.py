#!/usr/bin/env python3
"""The first day with Homeline, as somebody lives it who has nothing but the
README: the sample district, its roster again, a look before sending, one
family, one with only a mailbox, a class, answers typed on the carrier's page,
the inbox, an answer, STOP, a closing at 5:31 in the morning, and the figures, counted again by
somebody else."""

import collections
import csv
import http.client
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.parse

import house
import walk

TUESDAY, WEDNESDAY = "2026-12-08 10:05", "2026-12-09 05:31"



def readme():
    """What its part on the first text says to type, in order, and the phone
    and the mailbox whose forms it says to use."""
    with open(os.path.join(house.TOP, "README.md"), encoding="utf-8") as f:
        part = f.read().split("## The first text")[1].split("\n## ")[0]
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", part, re.S))
    return [shlex.split(line)[1:] for line in blocks.split("\n")
            if line.startswith("homeline ")], re.search(
                r"below (\+\d+)", part).group(1), re.search(
                    r"below (\S+@[\w.]+)", part).group(1)


class Day:
    """./demo, and commands in another terminal."""

    def __init__(self, folder):
        walk.tree_of(folder)
        self.folder = folder
        self.demo = walk.Demo(folder, "day", "--at", TUESDAY)
        self.config = os.path.join(self.demo.dir, "homeline.conf")
        self.commands, self.phone, self.box = readme()

    def readme(self, command, *without):
        """Types the next command of the README, which has to be that one;
        code, what it said on both, and its words."""
        words = [word.replace(".demo", self.demo.dir) if
                 word.startswith(".demo/") else word
                 for word in self.commands.pop(0)]
        if words[0] != command or set(without) & set(words):
            raise RuntimeError("the README says: %s" % " ".join(words))
        return (*self.run(*words), words)

    def start(self, at):
        self.demo.command[-1] = at
        if not self.demo.start() or "is ready" not in self.demo.text():
            raise RuntimeError(self.demo.text())

    def run(self, *words, typed=None):
        done = subprocess.run(
            [house.HOMELINE, *words], text=True, input=typed or "",
            cwd=self.folder, env={**os.environ, "HOMELINE_CONFIG": self.config},
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

    def mails(self):
        """All mails that the carrier took."""
        line = house.Line(self.demo.ports[1])
        _, page = line.tries("GET", "/carrier/mails?most=10000")
        line.close()
        return [m for m in page["mails"] if m["way"] == "out"]

    def page(self, phone, words):
        """Somebody types into the form below a phone or a mailbox, in a
        browser."""
        port = self.demo.ports[1]
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        line.request("GET", ("/mailbox/" if "@" in phone else "/phone/") +
                     phone.lstrip("+"))
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


def option(words, name):
    return words[words.index(name) + 1]


def the_roster(tap, h):
    """It is the one of the district."""
    code, out, err, _ = h.readme("import")
    tap.case("import: it shows what it would do, which is nothing",
             code == 0 and "600 students" in out and
             "there is nothing to change" in out, [code, out, err])


def one_family(tap, h):
    """Whose command it was, without the words."""
    before, texts = total(h), len(h.texts())
    code, out, err, typed = h.readme("send")
    tap.case("preview: whom it reaches, and the exact text", code == 0 and
             "--preview" in typed and "1 family" in out and typed[-1] in out
             and option(typed, "--as") in out and
             "Nothing was sent." in out, [code, out, err])
    tap.case("it has sent nothing", len(h.texts()) == texts)
    code, out, err, typed = h.readme("send", "--preview")
    tap.case("send: to one family", code == 0 and "A direct message" in out,
             [code, out, err])
    message = id_in(out)
    tap.case("it is settled", settled(h, message), [h.run("sent", message)])
    came = h.texts()[texts:]
    tap.case("the phones of the family have it, each once", h.phone in {
        text["to"] for text in came} and all(
            typed[-1] in text["body"] for text in came) and len(came) == len(
                {text["to"] for text in came}), came)
    code, out, _ = h.run("sent", message)
    tap.case("sent: that it arrived", "It arrived on the phone." in out,
             [out])
    more = grown(h, before)
    tap.case("it counts one", (more["from_staff"], more["announcements"],
                               more["copies"]) == (1, 0, len(came)), [more])
    return typed[:-1], typed[-1]


def answers(tap, h, first):
    before = total(h)
    tap.case("the family answers on the carrier's page",
             h.page(h.phone, "I bring it at 11. Where do I go?"))
    asks = lambda: [talk for talk in h.told("inbox")["conversations"]
                    if talk["address"] == h.phone]
    house.until(asks, 20)
    talk = asks()[0]["id"]
    code, out, err, _ = h.readme("inbox")
    tap.case("inbox: it waits for an answer", code == 0 and
             "Where do I go?" in out and talk in out, [out, err])
    code, out, err, typed = h.readme("reply")
    tap.case("reply: it is answered", code == 0, [code, out, err])
    tap.case("the phone has it", house.until(lambda: any(
        text["to"] == h.phone and typed[-1] in text["body"]
        for text in h.texts()), 20))
    code, out, _ = h.run("talk", talk)
    tap.case("talk: all of it, in order", 0 < out.find(first) <
             out.find("Where do I go?") < out.find(typed[-1]), [out])
    tap.case("inbox: it waits no more", not asks())
    more = grown(h, before)
    tap.case("both directions count one", (
        more["from_staff"], more["from_families"]) == (1, 1), [more])


def a_mailbox(tap, h):
    """A family that is reached by mail only, and is as two-way as others."""
    before, texts = total(h), len(h.texts())
    code, out, err, typed = h.readme("send")
    tap.case("send: to a family with only a mailbox", code == 0, [out, err])
    first = typed[-1]
    came = lambda: [m for m in h.mails() if first in m["text"]]
    tap.case("the mailbox has it, and no phone", house.until(
        lambda: h.box in {m["box"] for m in came()}, 20) and
        len(h.texts()) == texts and len(came()) == len(
            {m["id"] for m in came()}), came())
    mail = [m for m in came() if m["box"] == h.box][0]
    tap.case("it names the school and the author, and can be answered",
             "Sean Gallagher" in mail["from_name"] and
             "+r" in mail["reply_to"] and mail["html"] and
             "+b" in mail["envelope_from"], [mail])
    tap.case("the family answers it on the carrier's page",
             h.page(h.box, "We come by at three.\nIs it open?"))
    asks = lambda: [talk for talk in h.told("inbox")["conversations"]
                    if talk["address"] == h.box]
    house.until(asks, 20)
    code, out, err, _ = h.readme("inbox")
    tap.case("inbox: what they wrote, and nothing of what they quoted",
             code == 0 and "Is it open?" in out and
             "wrote:" not in out and asks(), [out, err])
    talk = asks()[0]["id"]
    code, out, err, typed = h.readme("reply")
    tap.case("reply: by mail, in the same thread", code == 0 and house.until(
        lambda: any(typed[-1] in m["text"] and m["references"]
                    for m in h.mails() if m["box"] == h.box), 20),
        [out, err, h.mails()])
    code, out, _ = h.run("talk", talk)
    tap.case("talk: all of it, in order", 0 < out.find(first) <
             out.find("Is it open?") < out.find(typed[-1]), [out])
    more = grown(h, before)
    tap.case("all of it counts as texts do", (
        more["from_staff"], more["from_families"]) == (2, 1), [more])


def a_class(tap, h):
    before, texts = total(h), len(h.texts())
    code, out, err, typed = h.readme("send")
    tap.case("preview: of a class", code == 0 and "--preview" in typed and
             "It counts as an announcement" in out, [code, out, err])
    code, out, err, typed = h.readme("send", "--preview")
    tap.case("send: to a class", code == 0 and "An announcement to " +
             option(typed, "--to") in out, [code, out, err])
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


def stop(tap, h, send):
    look = lambda: h.run(*send, "--preview", "Hello")
    before, reached = total(h), look()[1]
    tap.case("the family writes STOP", h.page(h.phone, "STOP"))
    tap.case("that phone is not reached any more, and why is said",
             house.until(lambda: "They asked for no texts" in look()[1], 20)
             and "They asked for no texts" not in reached, [look()])
    code, out, _ = h.run("contacts", "--to-fix")
    tap.case("contacts --to-fix has it", code == 0 and h.phone in out,
             [out[:600]])
    more = grown(h, before)
    tap.case("STOP counts as no message", more["direct"] == 0, [more])


def closing(tap, h):
    """The next morning; what ./demo has kept goes on."""
    h.demo.stop()
    h.start(WEDNESDAY)
    before, texts = total(h), len(h.texts())
    code, out, err, typed = h.readme("send")
    tap.case("a closing at 5:31", code == 0 and "closing" in typed and
             "goes at once" in out, [code, out, err])
    message = id_in(out)
    settled(h, message)
    came = h.texts()[texts:]
    tap.case("the whole school has it, each phone once", len(came) > 200 and
             len(came) == len({text["to"] for text in came}), [len(came)])
    tap.case("but not the one who said STOP", h.phone not in {
        text["to"] for text in came})
    tap.case("it counts as no direct message", grown(h, before)[
        "direct"] == 0, [grown(h, before)])


def figures(tap, h):
    shown = os.path.join(h.folder, "figures")
    with open(shown, "w", encoding="utf-8") as f:
        json.dump(h.told("report", "kpi-2-1", "--by", "school"), f)
    code, out, _, _ = h.readme("report")
    november = [line.split() for line in out.split("\n")
                if line.startswith("2026-11")]
    tap.case("report: November is as it was", code == 0 and
             november[0][1:4] == ["2684", "1742", "942"] and
             "A direct message is one message" in out, [out])
    code, out, _, typed = h.readme("recount")
    tap.case("homeline recount agrees", code == 0 and "agrees" in out, [out])
    done = subprocess.run(
        [sys.executable, os.path.join(house.TOP, "tests/recount.py"),
         os.path.join(h.folder, typed[-1]), "--figures", shown],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=120)
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
            send, words = one_family(tap, h)
            answers(tap, h, words)
            a_mailbox(tap, h)
            a_class(tap, h)
            stop(tap, h, send)
            closing(tap, h)
            figures(tap, h)
            tap.case("that is all the README says", not h.commands,
                     h.commands)
        finally:
            h.demo.stop()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
