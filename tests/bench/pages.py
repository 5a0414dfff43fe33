"""How long the pages of a district of 25,000 students take to the first byte,
each asked for in turn over one kept connection; and a talk of 200 messages in
a slow browser (talk.js), where node, playwright-core (NODE_PATH) and Chromium
are there."""

import http.client
import os
import shutil
import statistics
import subprocess
import time

import district
from district import OTHERS, STUDENT, CONTACT, STAFF
from town import Noise, name_of, until
import town

PAGES = {
    "desk": (
        "/", "/inbox", "/inbox?tab=all", "/inbox?q=guardian", "/inbox?q=xylophone",
        "/inbox/{talk}", "/write?student=st", "/students",
        "/students?q=student+99", "/students/{student}", "/contacts",
        "/contacts?tab=fix", "/contacts/{contact}", "/announce", "/sent",
        "/sent?of=school", "/messages/{message}", "/templates", "/report",
        "/report?sort=name", "/language", "/users",
        "/users/{staff}", "/settings", "/health", "/audit", "/me", "/help"),
    "teacher": ("/", "/inbox", "/inbox/{talk}", "/write?student=st",
                "/students", "/sent", "/report"),
}


def first_byte(line, path, cookie):
    """ms until the answer begins, and its status."""
    began = time.monotonic()
    line.request("GET", path, headers={"Cookie": cookie,
                                       "Accept": "text/html"})
    answer = line.getresponse()
    took = (time.monotonic() - began) * 1000
    answer.read()
    return took, answer.status


def ask_all(d, port, times):
    """{who and path: ms, sorted}, of pages that there are."""
    names = {"talk": name_of(OTHERS), "student": name_of(STUDENT),
             "contact": name_of(CONTACT), "staff": name_of(STAFF),
             "message": name_of(d.ask_one("SELECT max(id) FROM message"))}
    took = {}
    line = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(times):
        for who, paths in PAGES.items():
            for path in paths:
                ms, status = first_byte(line, path.format(**names),
                                        d.cookie(who))
                if status != 200:
                    raise RuntimeError("%s as %s: %d" % (path, who, status))
                took.setdefault("%s (%s)" % (path, who), []).append(ms)
    return {name: sorted(list_) for name, list_ in took.items()}


def p95(values):
    return values[int(0.95 * (len(values) - 1))]


def in_browser(d, port, rounds):
    """ms until a talk can be read and answered, a round each; [] without a
    browser."""
    chromium = shutil.which("chromium")
    found = chromium and shutil.which("node") and subprocess.run(
        ["node", "-e", "require('playwright-core')"], check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL).returncode == 0
    if not found:
        print("# pages: the talk in a browser is left out: there is none")
        return []
    said = subprocess.run(
        ["node", os.path.join(os.path.dirname(os.path.abspath(__file__)),
                              "talk.js"),
         "http://127.0.0.1:%d/inbox/%s" % (port, name_of(OTHERS)),
         d.cookie("teacher"), chromium, str(rounds)], check=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    return list(map(float, said.stdout.split()))


def pages(figures, scale, noise):
    slowest, notes = [], []
    with district.District(scale.of(25000), scale.of(200000)) as d:
        gateway, noisy = d.node("first"), Noise()
        gateway.launch()
        until(gateway.ready)
        # What lies before is summed by month behind the writers.
        until(lambda: d.ask_one(
            "SELECT count(*) FROM ledger WHERE id > coalesce((SELECT last_id "
            "FROM summed), 0)") == 0, 1)
        ask_all(d, gateway.port, 2)
        for _ in range(scale.rounds):
            took = ask_all(d, gateway.port, scale.of(20, 10))
            worst = sorted(took, key=lambda name: -p95(took[name]))
            slowest.append(p95(took[worst[0]]))
            notes = ["%s %.1f" % (name, p95(took[name]))
                     for name in worst[:3]]
            middle = statistics.median(
                statistics.median(values) for values in took.values())
        ready = [] if scale.quick else \
            in_browser(d, gateway.port, scale.rounds)
        noise.append(noisy.end(town.cpu_of(gateway.process.pid)))
        if gateway.term() != 0:
            raise RuntimeError("the gateway does not end")
    figures.add("pages, 25,000 students, 200,000 messages: p95 to the first "
                "byte of the slowest page", slowest, "ms", aim=(50, 20),
                less=True, note="%d pages, median %.1f ms; slowest %s" % (
                    len(took), middle, ", ".join(notes)))
    if ready:
        figures.add("a talk of 200 messages, processor 6 times slower, 1.6 "
                    "Mbit/s: ready", ready, "ms", aim=(1800, 900), less=True)
