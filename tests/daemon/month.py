#!/usr/bin/env python3
"""The sample district, from the script that makes it to the figures of its
history: on SQLite all of it, from September to 8 December, and on PostgreSQL
a month of 20 school days (all of it with HOMELINE_LONG).

What the carrier got is the judge: nobody was texted outside the hours of the
kind, nothing came twice, the outage held up and lost nothing.  Direct
messages are counted by the gateway, by `homeline recount` and by
tests/recount.py."""

import collections
import csv
import filecmp
import io
import json
import os
import re
import subprocess
import sys
import zipfile

import house

MAKE = os.path.join(house.TOP, "packaging/sample/make")
MADE = ("district.json", "history.jsonl", "roster-1.zip", "roster-2.zip",
        "roster.zip")
LANGUAGES = {"en-US": 258, "es-US": 190, "pt-BR": 44, "vi": 28, "ar": 22,
             "sq": 17, "ht": 14, "ak": 12, "ne": 11, "ps": 4}
AREAS = {"508", "774", "617", "857", "781", "339", "978", "351", "413"}
MONTHS = {"2026-09": (1120, 580), "2026-10": (1688, 912),
          "2026-11": (1742, 942), "2026-12": (470, 262)}
END, MONTH = "2026-12-08 10:05", "2026-09-29 21:00"
WINTER = 1793512800000          # Clocks went back then.
WAITING = 17                    # Talks, in the last morning.

# When texts of a kind may come, in minutes of the day.
HOURS = {"direct": (420, 1200), "answer": (420, 1260),
         "announcement": (480, 1200), "attendance": (420, 1200),
         "today": (330, 1260), "closing": (0, 510)}


def made(folder):
    done = subprocess.run([MAKE, folder], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120)
    if done.returncode:
        raise RuntimeError(done.stdout)
    return folder


def sheet(path, name):
    with zipfile.ZipFile(path) as files:
        text = files.read(name).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def look_at_roster(tap, folder):
    path = os.path.join(folder, "roster.zip")
    users = {u["sourcedId"]: u for u in sheet(path, "users.csv")}
    of = collections.defaultdict(set)
    for role in sheet(path, "roles.csv"):
        of[role["role"]].add(role["userSourcedId"])
    guardians = of["parent"] | of["guardian"] | of["relative"]
    staff = set().union(*(of[r] for r in (
        "teacher", "aide", "principal", "siteAdministrator",
        "districtAdministrator")))
    counts = (len(sheet(path, "orgs.csv")) - 1, len(staff),
              len(of["student"]), len(guardians))
    tap.case("three schools, 40 staff, 600 students, 900 guardians",
             counts == (3, 40, 600, 900), [counts])
    text = [g for g in guardians if users[g]["sms"]]
    mail = [g for g in guardians if not users[g]["sms"] and
            users[g]["email"]]
    tap.case("842 by text, 38 by email only, 20 not at all",
             (len(text), len(mail)) == (842, 38), [len(text), len(mail)])
    spoken = collections.Counter(
        users[s]["metadata.preferredLanguage"] for s in of["student"])
    tap.case("the languages of the students are as many", spoken == LANGUAGES,
             [spoken])
    phones = {re.sub(r"\D", "", users[u][c]) for u in users
              for c in ("sms", "phone")} - {""}
    tap.case("all numbers are of films, in nine area codes", {
        p[:3] for p in phones} == AREAS and all(
            p[3:8] == "55501" for p in phones))


def look_at_words(tap, events):
    """Rule 2 of the definition is not met by who writes in a school day."""
    said = collections.defaultdict(set)
    for e in events:
        author = e.get("write") or e.get("answer")
        if author and "kind" not in e:
            to = e.get("phone") or e["students"][0]
            said[author, e["words"].casefold(), e["at"][:10]].add(to)
    most = max(map(len, said.values()))
    tap.case("nobody writes the same to more than five families in a day",
             most <= 5, [most])


def read_events(folder, until):
    with open(os.path.join(folder, "history.jsonl"), encoding="utf-8") as f:
        return [e for e in map(json.loads, f) if e["at"] <= until]


def play(h, folder, until, seconds=900):
    """A gateway whose district has its history; None: it has not."""
    gateway = house.Gateway(h, port=h.hook_port)
    keys = os.path.join(h.folder, "keys")
    code, said = gateway.run("init", "--district", os.path.join(
        folder, "district.json"), "--key-file", keys)
    if code and "without PostgreSQL" in said:
        raise house.NoPostgres(said)
    if code or not h.carrier.start():
        raise RuntimeError(said or h.carrier.tail())
    with open(keys, encoding="utf-8") as f:
        h.key = f.readline().strip()
    done = subprocess.run(
        [house.HOMELINE, "sample", "--config", gateway.config, "--history",
         os.path.join(folder, "history.jsonl"), "--until", until],
        env=gateway.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=seconds)
    return gateway, done.returncode, done.stdout


def wall(at):
    """Day, and minute of it, in Millbrook."""
    at = at // 1000 - 3600 * (4 if at < WINTER else 5)
    return at // 86400, at % 86400 / 60


def words_of(body):
    """Without who writes before, and the introduction behind."""
    return body.partition(": ")[2].partition("\n")[0]


def look_at_texts(tap, texts, events):
    kinds = {}
    for e in events:
        if "write" in e or "answer" in e:
            kinds[e["words"]] = "answer" if "answer" in e else e.get(
                "kind", "direct")
    late, seen, own = [], set(), 0
    for t in texts:
        words = words_of(t["body"])
        kind = kinds.get(words)
        own += kind is None
        if kind is None:
            continue
        seen.add(words)
        opens, closes = HOURS[kind]
        if not opens <= wall(t["at"])[1] < closes:
            late.append((kind, wall(t["at"]), t["n"]))
    tap.case("nobody was texted outside the hours of the kind", not late,
             late)
    tap.case("what the gateway says by itself is little", own < 60, [own])
    tap.case("whatever was written came to somebody",
             set(kinds) == seen, sorted(set(kinds) - seen)[:5])
    twice = [t["n"] for t in texts if t["times"] > 1]
    tap.case("nothing came twice", not twice, twice)


def look_at_outage(tap, texts):
    """On 12 November, from 12:50 on for 40 minutes."""
    day = 20769
    minutes = [wall(t["at"])[1] for t in texts if wall(t["at"])[0] == day]
    after = [m for m in minutes if 810 <= m < 820]
    tap.case("nothing was sent while the carrier was down, and then it was",
             not [m for m in minutes if 770 <= m < 810] and after,
             [minutes])


def look_at_figures(tap, h, gateway, folder, until):
    gateway.command += ["--at", until]
    tap.case("the gateway serves at that time", gateway.start(),
             gateway.tail())
    api = gateway.api()
    status, answer = api.tries(
        "GET", "/api/v1/figures?by=month&from=2026-07-01&to=2026-12-31")
    found = {r["group"]: (r["from_staff"], r["from_families"])
             for r in answer["rows"]} if status == 200 else {}
    if until == END:
        tap.case("November has 1742 from staff and 942 from families",
                 found == MONTHS, [status, found])
    status, said = house.Line(gateway.port).tries("GET", "/metrics")
    unread = re.search(r"^homeline_conversations_without_reader (\d+)", said,
                       re.M)
    tap.case("no talk is without a reader", unread and
             unread.group(1) == "0", [unread])
    asked = api.pages("/api/v1/conversations?state=asked", "conversations")
    if until == END:
        tap.case("some wait for an answer in the last morning",
                 len(asked) == WAITING, [len(asked)])
    if until == END:
        code, said = gateway.run("import", os.path.join(folder,
                                                        "roster.zip"))
        tap.case("the roster once more changes nothing", code == 0 and
                 "nothing to change" in said, [said])
    figures = os.path.join(h.folder, "figures.json")
    with open(figures, "w", encoding="utf-8") as f:
        json.dump(answer, f)
    _, code, said = gateway.rows()
    tap.case("homeline recount agrees", code == 0, [said])
    done = subprocess.run(
        [sys.executable, os.path.join(house.TOP, "tests/recount.py"),
         os.path.join(h.folder, "rows.jsonl"), "--figures", figures],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=120)
    tap.case("tests/recount.py agrees", done.returncode == 0, [done.stdout])


def month(tap, database, folder, until):
    tap.note("%s, until %s" % (database, until))
    with house.House(database, preload=()) as h:
        gateway, code, said = play(h, folder, until)
        if not tap.case("the history is played", code == 0, [said]):
            return
        events = read_events(folder, until)
        texts = h.carrier.record()
        look_at_texts(tap, texts, events)
        if until == END:
            look_at_outage(tap, texts)
        look_at_figures(tap, h, gateway, folder, until)
        code, said = gateway.run("sample", "--history", os.path.join(
            folder, "history.jsonl"))
        tap.case("no history is played over it", code != 0, [said])
        gateway.term()
        late = house.Gateway(h, port=h.hook_port)
        late.command += ["--at", "2026-09-01 10:00"]
        late.launch()
        late.process.wait(60)
        tap.case("time does not go back", late.process.returncode == 1 and
                 "does not go back" in late.said(), late.tail())


SAME = {"message": ("kind", "readers", "digest", "created"),
        "family": ("student", "family"),
        "attempt": ("family", "state", "handed", "ended"),
        "reply": ("what", "at", "family"),
        "ledger": ("day", "what", "family", "round")}


def alike(rows):
    """What may not differ: ids of one millisecond come in any order."""
    return {noun: collections.Counter(tuple(row[c] for c in columns)
                                      for row in rows.get(noun, ()))
            for noun, columns in SAME.items()}


def same_again(tap, folder):
    runs = []
    for _ in range(2):
        with house.House("sqlite", preload=()) as h:
            gateway, code, said = play(h, folder, "2026-09-03 21:00")
            runs.append((code, alike(gateway.rows()[0])))
    tap.case("two runs leave the same rows, but for their ids",
             runs[0] == runs[1] and runs[0][0] == 0 and
             len(runs[0][1]["message"]) > 50,
             [(n, runs[0][1][n] - runs[1][1][n]) for n in SAME])


def main():
    tap = house.Tap()
    with house.House("sqlite", preload=()) as h:
        folder = made(os.path.join(h.folder, "sample"))
        again = made(os.path.join(h.folder, "again"))
        tap.case("what is made twice is the same, byte for byte", all(
            filecmp.cmp(os.path.join(folder, n), os.path.join(again, n),
                        False) for n in MADE))
        look_at_roster(tap, folder)
        look_at_words(tap, read_events(folder, "9"))
        same_again(tap, folder)
        month(tap, "sqlite", folder, END)
        try:
            month(tap, "postgres", folder, END if os.environ.get(
                "HOMELINE_LONG") else MONTH)
        except house.NoPostgres as why:
            tap.skip("a month on PostgreSQL", why)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
