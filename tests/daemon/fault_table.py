#!/usr/bin/env python3
"""What happens when ...: each row of the fault table is made to happen to the
real gateway, and the table is printed with how it went.

    tests/daemon/fault_table.py                 every row, and the table
    tests/daemon/fault_table.py disk stop       rows with these words
    tests/daemon/fault_table.py --markdown      the table alone, into README.md
    tests/daemon/fault_table.py --listed        is every row run by make check,
                                                and in README.md?

make check runs the same scenarios by the programs they are in, and this one
with --listed; with HOMELINE_LONG in the environment it runs every row."""

import os
import resource
import sys

import descriptors
import faults
import house
import idle
import kill
import told
import trials

README = os.path.join(house.TOP, "tests/daemon/README.md")
BEGIN, END = "<!-- fault table -->\n", "<!-- end of the fault table -->\n"


def killed(tap):
    for database in ("sqlite", "postgres"):
        try:
            kill.run(tap, database, 2, 7)
        except house.NoPostgres as why:
            tap.skip("kill on %s" % database, why)


# What happens; what the gateway does; which scenarios make it happen.
ROWS = (
    ("It is killed before a commit",
     "Nothing was told. Whoever asked asks again, with the same key, and it "
     "is there once.", (trials.before_commit,)),
    ("It is killed after a claim, before the carrier's answer",
     "At the start the claims are taken back as unknown, the carrier is "
     "asked, and no text is there twice.", (faults.taken_back,)),
    ("It is killed at any moment, under load",
     "Each text that was told is handed over once, the figures are right.",
     (killed,)),
    ("The carrier is gone",
     "The account rests, 10 s doubling to 5 min; readyz warns; then all goes "
     "out.", (faults.carrier_gone,)),
    ("Families write while it is down",
     "What they wrote is listed from the carrier at the start, and kept once.",
     (trials.while_down,)),
    ("A machine answers each of our texts",
     "What goes out by itself is 3 texts in an hour.", (trials.weather,)),
    ("A webhook comes twice, early, late, out of order, or not",
     "It counts once, and a state moves only forward.", (trials.weather,)),
    ("STOP arrives while a text waits", "The text does not go.",
     (trials.weather,)),
    ("The clock jumps two hours ahead, and back",
     "What was due goes out once; texts go on.", (trials.weather,)),
    ("The disk is full",
     "503 with a sentence; readyz says so; webhooks are not told that they "
     "were kept; it goes on by itself.", (faults.disk_full,)),
    ("A write or a sync of the disk fails",
     "SQLite: the program ends, for its memory cannot be believed; after the "
     "next start all that was told is there.", (trials.disk_breaks,)),
    ("PostgreSQL is gone",
     "As with a full disk; it connects again by itself.",
     (faults.database_gone,)),
    ("The power fails",
     "No 2xx leaves before the sync that follows its commit; with the sync "
     "dropped the watch ends the gateway.", (told.watch, told.can_fail)),
    ("The mail server is gone; then the gateway is, while a family answers",
     "The account rests, and what waited goes out once; the family's server "
     "keeps the answer, and it is there once.", (trials.post_gone,)),
    ("It is asked to stop, under load",
     "It ends within 10 s, with what it was told kept.", (faults.graceful,)),
    ("It is started twice",
     "The second says why not, and ends.", (faults.one_state,)),
    ("No file can be opened any more",
     "Open connections are served; the log says it once, readyz too; no CPU "
     "is burnt; it goes on by itself.", (descriptors.exhausted, descriptors.started)),
    ("10,000 connections that ask for nothing, and requests that do not end",
     "Those over a limit are refused at once; a real request is answered; "
     "the tick cuts the rest; memory is bounded.", (idle.run,)),
)


class Quiet(house.Tap):
    """Cases of a row, beside those of all."""

    def __init__(self, all_of_them):
        self.all, self.count, self.failed, self.skipped = \
            all_of_them, 0, 0, []

    def case(self, name, good, notes=()):
        self.count += 1
        self.failed += not good
        return self.all.case(name, good, notes)

    def skip(self, name, why):
        self.skipped.append(str(why))
        self.all.skip(name, why)

    def note(self, words):
        self.all.note(words)


def result(of):
    """Of the scenarios of a row, in words."""
    checks, failed = sum(q.count for q in of), sum(q.failed for q in of)
    if failed:
        return "NOT SO: %d of %d checks failed" % (failed, checks)
    if not checks:
        return "not run: %s" % "; ".join(why for q in of for why in q.skipped)
    return "so, by %d checks" % checks


def scenario(function):
    return "`%s` %s" % (os.path.basename(
        sys.modules[function.__module__].__file__), function.__name__)


def markdown(rows):
    yield "| what happens | what the gateway does | shown by | result |"
    yield "|---|---|---|---|"
    for (what, does, functions), result in rows:
        yield "| %s | %s | %s | %s |" % (what, does, ", ".join(
            scenario(f) for f in functions), result)


def into_readme(lines):
    with open(README, encoding="utf-8") as f:
        text = f.read()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    with open(README, "w", encoding="utf-8") as f:
        f.write(before + BEGIN + "\n".join(lines) + "\n" + END + after)


def listed(tap):
    """Whether nothing is forgotten."""
    with open(README, encoding="utf-8") as f:
        readme = f.read()
    with open(os.path.join(house.TOP, "Makefile.am"),
              encoding="utf-8") as f:
        made = f.read()
    for what, does, functions in ROWS:
        tap.case("%s: in README.md" % what,
                 "| %s | %s |" % (what, does) in readme and
                 "NOT SO" not in readme,
                 ["fault_table.py --markdown writes it"])
        for f in functions:
            file = os.path.basename(sys.modules[f.__module__].__file__)
            tap.case("%s: %s is run" % (what, f.__name__),
                     file == "fault_table.py" or
                     "tests/daemon/" + file in made)
    return tap.end()


def main():
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    tap = house.Tap()
    if "--listed" in sys.argv or ("builddir" in os.environ and
                                  "HOMELINE_LONG" not in os.environ):
        return listed(tap)
    done, results = [], {}
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for row in ROWS:
        if words and not any(w.lower() in row[0].lower() for w in words):
            continue
        for function in row[2]:
            if function not in results:
                results[function] = Quiet(tap)
                function(results[function])
        done.append((row, result([results[f] for f in row[2]])))
    lines = list(markdown(done))
    for line in lines:
        tap.note(line)
    if "--markdown" in sys.argv and not words:
        into_readme(lines)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
