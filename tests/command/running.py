#!/usr/bin/env python3
"""What whoever runs a district enters by command: the staff, hours, numbers,
practice and its end, and a district that begins without schools."""

import contextlib
import datetime
import json
import os
import re
import sqlite3
import subprocess
import sys

import town
from town import house

REAL, SECOND, THIRD = "+15087993116", "+15087552340", "+16175227890"
CARMEN = ("--as", "Carmen Lopez")
BARE = {"name": "Bare District", "zone": "America/New_York", "desk": ["ann"],
        "numbers": [{"number": house.NUMBERS[0], "account": "main"}],
        "staff": [{"key": "ann", "name": "Ann Admin", "api_key": True}]}


def fails(got, code, *words):
    """A sentence on standard error, and nothing on standard output."""
    return got[0] == code and not got[1] and got[2].startswith(
        "homeline: ") and all(w in got[2] for w in words)


def user(t, name):
    return json.loads(t.run("user", "show", name, "--json")[1])


def seats(t, name):
    return sorted(seat["name"] for seat in user(t, name)["seats"])


def listing(tap, t):
    got = t.run("user", "list")
    tap.case("user list: who there is and where they sit", got[0] == 0 and
             "Carmen Lopez" in got[1] and "Oak School office" in got[1] and
             "Room 4" in got[1], got)
    got = t.run("user", "list", "--school", "Elm School", "--json")
    names = [u["name"] for u in json.loads(got[1])["users"]]
    tap.case("user list --json: of one school", "Grace Chen" in names and
             "Carmen Lopez" not in names, got)
    got = t.run("user", "show", "Grace Chen")
    tap.case("user show: which of two", fails(got, 2, "may be"), got)
    got = t.run("user", "show", "Carmen Lopez")
    tap.case("user show: seats and keys", got[0] == 0 and
             "District desk" in got[1] and "lopez" in got[1], got)


def coming(tap, t):
    got = t.run("user", "add", "Zoë  Quist", "--phone", "(508) 799-3116",
                "--email", "zoe@Example.org", *CARMEN)
    tap.case("user add: in words", got[0] == 0 and "is of the staff" in
             got[1], got)
    got = t.run("user", "add", " \t\n ")
    tap.case("user add: spaces are no name", fails(got, 1, "empty"), got)
    told = user(t, "zoë")
    tap.case("user add: a name is one line without needless spaces",
             told["name"] == "Zoë Quist", [told])
    tap.case("user add: what was said of them", [
        a["address"] for a in told["addresses"]] == [REAL, "zoe@example.org"]
             and told["language"] == "en-US" and not told["seats"], [told])
    got = t.run("user", "add", "Ned", "--phone", "zoe@example.org")
    tap.case("user add: a mailbox is no phone", fails(got, 1, "mailbox"), got)
    got = t.run("user", "add", "Ned", "--language", "xx")
    tap.case("user add: a language nobody knows", fails(
        got, 1, "no language"), got)
    got = t.run("user", "seat", "Zoë", "--office", "Elm School")
    tap.case("user seat: in an office", got[0] == 0 and
             "Elm School office" in got[1] and
             seats(t, "Zoë") == ["Elm School office"], got)
    got = t.run("user", "seat", "Zoë", "--class", "Room 7")
    tap.case("user seat: on the team of a class", got[0] == 0 and
             seats(t, "Zoë") == ["Elm School office", "Room 7"], got)
    got = t.run("user", "seat", "Zoë", "--class", "Room 7", "--remove")
    tap.case("user seat --remove", got[0] == 0 and
             seats(t, "Zoë") == ["Elm School office"], got)
    got = t.run("user", "seat", "Zoë", "--class", "Room 7", "--remove")
    tap.case("user seat --remove: they do not sit there", fails(
        got, 1, "do not sit"), got)
    for wrong in ((), ("--desk", "--office", "Elm School")):
        got = t.run("user", "seat", "Zoë", *wrong)
        tap.case("user seat: one seat, not %d" % len(wrong), fails(
            got, 2, "--office", "--desk"), got)


def the_desk(tap, t):
    got = t.run("user", "seat", "Carmen Lopez", "--desk", "--remove")
    tap.case("user seat: the desk keeps a reader", fails(
        got, 1, "district's desk"), got)
    got = t.run("user", "left", "Carmen Lopez")
    tap.case("user left: and does not lose its last", fails(
        got, 1, "district's desk"), got)
    got = t.run("user", "away", "Carmen Lopez", "--from", day(1), "--to",
                day(3))
    tap.case("user away: nor for some days", fails(
        got, 1, "district's desk"), got)
    tap.case("and nothing was changed", "District desk" in seats(
        t, "Carmen Lopez"))


def day(ahead):
    return str(datetime.date.today() + datetime.timedelta(days=ahead))


def absences(tap, t):
    got = t.run("user", "away", "Carmen Lopez", "--from", day(2), "--to",
                day(4), "--cover", "Zoë")
    tap.case("user away: with somebody who stands in", got[0] == 0 and
             "from %s to %s" % (day(2), day(4)) in got[1] and
             "Quist stands in" in got[1], got)
    got = t.run("user", "show", "Carmen Lopez")
    tap.case("user show: it is said there, too", "Away: %s to %s" % (
        day(2), day(4)) in got[1], got)
    got = t.run("user", "left", "Zoë")
    tap.case("user left: not who stands in at the desk", fails(
        got, 1, "district's desk"), got)
    got = t.run("user", "back", "Carmen Lopez")
    tap.case("user back: it is called off", got[0] == 0 and
             "called off" in got[1], got)
    got = t.run("user", "back", "Carmen Lopez")
    tap.case("user back: twice is no time", fails(got, 1, "not away"), got)
    for first, last, words in ((day(4), day(2), "before the first"),
                               ("soon", day(2), "2026-12-07"),
                               (day(-9), day(-8), "is over")):
        got = t.run("user", "away", "Zoë", "--from", first, "--to", last)
        tap.case("user away: %s is refused" % words, fails(got, 1, words),
                 got)
    got = t.run("user", "away", "Zoë", "--from", day(-1), "--to", day(1),
                "--cover", "Zoë")
    tap.case("user away: nobody stands in for themselves", fails(
        got, 1, "themselves"), got)


def keys(tap, t, gateway):
    code, out, err = t.run("user", "key", "Zoë", "--name", "a script")
    key = out.strip()
    tap.case("user key: alone on standard output", code == 0 and
             key.startswith("hl_") and out.count("\n") == 1 and
             "told once" in err, [code, err])
    tap.case("user key: it opens the API", gateway.api(key).tries(
        "GET", "/api/v1/me")[0] == 200)
    code, out, _ = t.run("user", "keys")
    tap.case("user keys: whose, and never its text", code == 0 and
             "a script" in out and "Quist" in out and key not in out, [out])
    ids = {k["name"]: k["id"]
           for k in json.loads(t.run("user", "keys", "--json")[1])["keys"]}
    got = t.run("user", "revoke", ids["a script"])
    tap.case("user revoke", got[0] == 0 and "revoked" in got[1], got)
    got = t.run("user", "revoke", ids["a script"])
    tap.case("user revoke: twice is no time", fails(got, 1, "no key"), got)
    got = t.run("user", "revoke", "nonsense")
    tap.case("user revoke: no id", fails(got, 2, "nonsense", "user keys"),
             got)
    t.clock.step(11000)
    tap.case("a revoked key is refused", gateway.api(key).tries(
        "GET", "/api/v1/me")[0] == 401)


def leaving(tap, t, gateway):
    key = t.run("user", "key", "Min Park")[1].strip()
    t.carrier.write(town.ANNE, "When is the play?", house.NUMBERS[0])
    waits = lambda: json.loads(t.run("inbox", "--json")[1])["conversations"]
    tap.case("a talk waits", house.until(waits, 20))
    t.run("hand-over", "Anne Walsh", "--to", room_4(t), *CARMEN)
    tap.case("it is read by the class", waits()[0]["seat"]["id"] ==
             user(t, "Min Park")["seats"][0]["id"], waits())
    got = t.run("user", "left", "Min Park", *CARMEN)
    tap.case("user left: what becomes of it", got[0] == 0 and
             "1 seat, 1 key revoked, 1 open conversation moved" in got[1] and
             "1 conversation needs an answer and is read by Oak School office"
             in got[1], got)
    tap.case("the office reads it", waits()[0]["seat"]["name"] ==
             "Oak School office", waits())
    t.clock.step(11000)
    tap.case("their key is refused", gateway.api(key).tries(
        "GET", "/api/v1/me")[0] == 401)
    got = t.run("user", "show", "Min Park")
    tap.case("they are of the staff no more", fails(got, 2, "Min Park"), got)


def room_4(t):
    """The id of the one in Oak School."""
    schools = t.api.tries("GET", "/api/v1/schools")[1]["schools"]
    return [c["id"] for s in schools if s["name"] == "Oak School"
            for c in s["classes"] if c["name"] == "Room 4"][0]


def hours(tap, t):
    def held(school=None):
        more = ("--school", school) if school else ()
        out = json.loads(t.run("hours", "--json", *more)[1])
        return {k["kind"]: k for k in out["kinds"]}

    got = t.run("hours")
    tap.case("hours: as the program has them", got[0] == 0 and
             "07:00-20:00" in got[1] and "any hour" in got[1] and
             "until 08:30" in got[1] and "3 days" in got[1] and
             "system" not in got[1], got)
    got = t.run("hours", "set", "direct", "--opens", "08:00", "--useful",
                "2d")
    direct = held()["direct"]
    tap.case("hours set: of the district; what is not said stays",
             got[0] == 0 and (direct["opens"], direct["closes"],
                              direct["useful"], direct["of"]) ==
             (480, 1200, 2 * 86400000, "district"), [got, direct])
    got = t.run("hours", "set", "direct", "--closes", "18:30", "--until",
                "17:00", "--school", "oak")
    oak, elm = held("oak")["direct"], held("elm")["direct"]
    tap.case("hours set: of one school", got[0] == 0 and
             "08:00-18:30" in got[1] and (oak["closes"], oak["until"],
                                          oak["of"]) ==
             (1110, 1020, "school") and elm == direct, [got, oak, elm])
    for words, said in ((("emergency", "--opens", "07:00"), "any hour"),
                        (("system", "--opens", "07:00"), "by itself"),
                        (("direct", "--opens", "21:00"), "before they end"),
                        (("gossip", "--opens", "07:00"), "kind is one of"),
                        (("direct", "--useful", "90d"), "30 days")):
        got = t.run("hours", "set", *words)
        tap.case("hours set %s: is refused" % words[0], fails(got, 1, said),
                 got)
    for words, said in ((("--opens", "7"), "07:00"), ((), "--opens"),
                        (("--useful", "3 weeks"), "3d"),
                        (("--opens", "24:01"), "time of the day"),
                        (("--useful", "2h", "--until", "08:00"), "one")):
        got = t.run("hours", "set", "today", *words)
        tap.case("hours set: %s is no hour" % " ".join(words), fails(
            got, 2, said), got)
    got = t.run("hours", "reset", "direct", "--school", "oak")
    tap.case("hours reset: the district's hold again", got[0] == 0 and
             held("oak")["direct"] == direct, got)
    got = t.run("hours", "reset", "direct")
    tap.case("hours reset: the program's hold again", got[0] == 0 and
             held()["direct"]["of"] == "default", got)
    got = t.run("hours", "reset", "direct")
    tap.case("hours reset: there is nothing more", fails(
        got, 1, "to take away"), got)


def templates(tap, t):
    """It began with all of them; one is taken away behind its back."""
    got = t.run("templates")
    tap.case("templates: nothing is lacking", got[0] == 0 and
             "has all of them" in got[1], got)
    got = t.run("templates", "add", *CARMEN)
    tap.case("templates add: nothing to add", got[0] == 0 and
             "nothing to add" in got[1], got)
    if t.kind != "sqlite":
        return
    with contextlib.closing(sqlite3.connect(t.database)) as db:
        db.execute("DELETE FROM template WHERE source = 'picture.day'")
        db.execute("DELETE FROM template_words WHERE language = 'so' OR "
                   "language = 'sq'")
        db.commit()
    got = t.run("templates")
    tap.case("templates: what is lacking", got[0] == 0 and
             re.search("Picture day +missing\n", got[1]) and
             re.search("Bus is late +missing in sq", got[1]), got)
    got = t.run("templates", "add")
    tap.case("templates add: is added", got[0] == 0 and
             "22 templates were added" in got[1] and
             "has all of them" in t.run("templates")[1], got)
    with contextlib.closing(sqlite3.connect(t.database)) as db:
        said = db.execute("SELECT deed, count(*) FROM audit WHERE deed LIKE "
                          "'template.%' GROUP BY deed").fetchall()
    tap.case("templates add: is in the audit", dict(said) == {
        "template.add": 1, "template.renew": 21}, said)


def numbers(tap, t):
    got = t.run("numbers")
    tap.case("numbers: what there is", got[0] == 0 and
             house.NUMBERS[0] in got[1] and "the district" in got[1], got)
    got = t.run("numbers", "add", THIRD, "--account", "main")
    tap.case("numbers add: one district, one number", fails(
        got, 1, "--school"), got)
    got = t.run("numbers", "add", REAL, "--account", "other", "--school",
                "Oak School")
    tap.case("numbers add: no such account", fails(got, 1, "other"), got)
    got = t.run("numbers", "add", town.ROSA, "--account", "main", "--school",
                "Oak School")
    tap.case("numbers add: a family's", fails(got, 1, "family"), got)
    got = t.run("numbers", "add", "(508) 755-2340", "--account", "main",
                "--school", "Oak School")
    tap.case("numbers add: of a school", got[0] == 0 and SECOND in got[1] and
             "Oak School" in got[1], got)
    got = t.run("numbers", "add", SECOND, "--account", "main", "--school",
                "Elm School")
    tap.case("numbers add: twice", fails(got, 1, "already"), got)


def practice(tap, t):
    got = t.run("practice")
    tap.case("practice: nobody yet", got[0] == 0 and "0 of 20" in got[1],
             got)
    got = t.run("practice", "add", "508 799-3116", "--note", "Zoë's phone")
    tap.case("practice add: as people write it", got[0] == 0 and
             REAL in got[1] and "Zoë's phone" in got[1], got)
    got = t.run("practice", "add", "zoe@example.org", "--json")
    tap.case("practice add --json: a mailbox", got[0] == 0 and len(json.loads(
        got[1])["addresses"]) == 2, got)
    for words, said in ((("12",), ""), ((house.NUMBERS[0],), "our own"),
                        ((SECOND, "--note", "x" * 101), "100")):
        got = t.run("practice", "add", *words)
        tap.case("practice add: %.12s is refused" % words[-1], fails(
            got, 1, said), got)
    for i in range(18):
        t.run("practice", "add", "+1508799%04d" % (4000 + i))
    got = t.run("practice", "add", THIRD)
    tap.case("practice add: 20, and no more", fails(got, 1, "20"), got)
    got = t.run("practice", "remove", REAL)
    tap.case("practice remove", got[0] == 0 and REAL not in got[1] and
             "19 of 20" in got[1], got)
    got = t.run("practice", "remove", REAL)
    tap.case("practice remove: twice", fails(got, 1, "not on the list"), got)


def live(tap, t):
    got = t.run("live")
    tap.case("live: what would change, and nothing does", got[0] == 0 and
             "guardians can be texted" in got[1] and
             house.NUMBERS[0] in got[1] and "Arabic" in got[1] and
             "Nothing was changed" in got[1], got)
    told = json.loads(t.run("live", "--json")[1])
    content = town.district(0)[0]
    tap.case("live --json: all who have a phone, by language",
             told["guardians"] == sum(
                 row["guardians"] for row in told["languages"]) == sum(
                     bool(g["phones"]) for g in content["guardians"]) and
             told["obstacle"] is None, [told])
    got = t.run("live", "--as", "Grace Chen", "--district", "Testing Town")
    tap.case("live: which of two", fails((got[0], "", got[2]), 2, "may be"),
             got)
    got = t.run("live", "--as", "Zoë", "--district", "Testing Town")
    tap.case("live: only the desk", got[0] == 1 and "desk" in got[2], got)
    got = t.run("live", *CARMEN, "--district", "Testing Towm")
    tap.case("live: another name", got[0] == 1 and "Testing Town" in got[2],
             got)
    got = t.run("live", *CARMEN, typed="\n")
    tap.case("live: nothing is typed", got[0] == 1 and
             "nothing was typed" in got[2], got)
    tap.case("and it is still practice", json.loads(
        t.run("practice", "--json")[1])["mode"] == "practice")
    got = t.run("live", *CARMEN, typed="Testing Town\n")
    tap.case("live: the name is typed", got[0] == 0 and
             "Testing Town is live." in got[1], got)
    tap.case("the list is gone", "live" in t.run("practice")[1])
    got = t.run("live", *CARMEN, "--district", "Testing Town")
    tap.case("live: twice", fails(got, 1, "live already"), got)
    got = t.run("practice", "add", REAL)
    tap.case("practice add: not when live", fails(got, 1, "practice"), got)


def simulated(tap):
    with town.Town(live=False) as t:
        t.open()
        got = t.run("live", *CARMEN, "--district", "Testing Town")
        tap.case("live: not by a simulated account", fails(
            got, 1, "simulated"), got)


def without_schools(tap):
    with town.Town(live=False) as t:
        town.house.district = lambda _: (BARE, {})
        gateway, = t.open()
        for words in (("user", "list"), ("contacts", "--to-fix"),
                      ("numbers",), ("hours",), ("practice",)):
            got = t.run(*words)
            tap.case("a district without schools: %s" % words[0],
                     got[0] == 0 and not got[2], got)
        got = t.run("live", "--as", "Ann Admin")
        tap.case("live: not before there is anybody", got[0] == 1, got)
        roster = os.path.join(t.folder, "made")
        subprocess.run([sys.executable, os.path.join(
            town.TOP, "packaging/sample/make"), roster], check=True,
                       timeout=120)
        got = t.run("import", os.path.join(roster, "roster.zip"), "--apply")
        names = [u["name"] for u in json.loads(
            t.run("user", "list", "--json")[1])["users"]]
        tap.case("a roster brings the rest, and leaves who was there",
                 got[0] == 0 and "Ann Admin" in names and
                 "Daniel Oduya" in names, [got, names])
        tap.case("it has a desk", gateway.api().tries(
            "GET", "/api/v1/me")[1]["seats"][0]["kind"] == "desk")


def main():
    tap = house.Tap()
    for kind in ("sqlite", "postgres"):
        tap.note(kind)
        try:
            with of_kind(kind) as t:
                gateway, = t.open(simulated="no")
                t.api = gateway.api()
                listing(tap, t)
                coming(tap, t)
                the_desk(tap, t)
                absences(tap, t)
                keys(tap, t, gateway)
                hours(tap, t)
                templates(tap, t)
                numbers(tap, t)
                practice(tap, t)
                live(tap, t)
                leaving(tap, t, gateway)
        except house.NoPostgres as why:
            tap.skip("on %s" % kind, why)
    simulated(tap)
    without_schools(tap)
    return tap.end()


def of_kind(kind):
    t = town.Town(live=False)
    t.kind = kind
    return t


if __name__ == "__main__":
    sys.exit(main())
