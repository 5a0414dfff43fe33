#!/usr/bin/env python3
"""make bench: what the gateway does beside what the machine can do.

Each measure runs the gateway and its reference in interleaved rounds, in turn
the one and the other first; what counts is the median of the ratios, since
the same program may be half as fast a minute later.  It prints a table in
Markdown and writes bench.md and bench.json.  By the environment: ONLY ("send webhooks"),
ROUNDS, QUICK (a look at whether all of it works; its figures say nothing)."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time

import measures
from town import house


class Figures:
    """What was measured, and what it should be."""

    def __init__(self, quick):
        self.rows, self.quick = [], quick

    def add(self, name, values, unit="", aim=None, less=False, note=""):
        """One value a round.  aim is (floor, superb); less: is better."""
        row = {"name": name, "unit": unit, "less_is_better": less,
               "median": statistics.median(values), "rounds": values,
               "note": note}
        if aim:
            better = (lambda a, b: a <= b) if less else (lambda a, b: a >= b)
            row["floor"], row["superb"] = aim
            row["met"] = "" if self.quick else \
                "superb" if better(row["median"], aim[1]) else \
                "floor" if better(row["median"], aim[0]) else "no"
        self.rows.append(row)
        print("# %s" % self.line(row), flush=True)

    @staticmethod
    def say(row):
        """The median and its spread, as short as they can be read."""
        short = measures.short
        return "%s [%s-%s]%s" % (
            short(row["median"]), short(min(row["rounds"])),
            short(max(row["rounds"])), row["unit"] and " " + row["unit"])

    def line(self, row):
        aim = "%s%g / %g" % ("<= " if row["less_is_better"] else ">= ",
                             row["floor"], row["superb"]) \
            if "floor" in row else ""
        others = row.get("others", 0)
        busy = ["others used %.0f %%" % (100 * others)] if others > 0.1 else []
        return "| %s | %s | %s | %s | %s |" % (
            row["name"], aim, self.say(row), row.get("met", ""),
            "; ".join(filter(None, [row["note"], *busy])))

    def table(self):
        return ["| what | aim: floor / superb | median [least-most] | met | |",
                "| --- | --- | --- | --- | --- |",
                *map(self.line, self.rows)]


def sync_time():
    """How long an fdatasync of a page takes here, ms."""
    path = "bench.sync"
    fd = os.open(path, os.O_CREAT | os.O_WRONLY)
    began = time.monotonic()
    for i in range(100):
        os.pwrite(fd, b"x" * 4096, 4096 * i)
        os.fdatasync(fd)
    os.close(fd)
    os.unlink(path)
    return (time.monotonic() - began) * 10


def machine():
    with open("/proc/meminfo", encoding="ascii") as f:
        memory = int(f.readline().split()[1]) / (1 << 20)
    cc = subprocess.run([*os.environ.get("CC", "cc").split(), "-dumpversion"],
                        stdout=subprocess.PIPE, text=True, check=False)
    return "%d cores, %.0f GB of memory, Linux %s, cc %s; an fdatasync " \
        "takes %.3f ms" % (
            os.cpu_count() or 1, memory,
            ".".join(platform.release().split(".")[:2]), cc.stdout.strip(),
            sync_time())


def run(quick, rounds, only):
    """The measures that were asked for, into figures; how noisy it was."""
    figures, noise = Figures(quick), []
    for name, measure in measures.ALL.items():
        if only and name not in only:
            continue
        print("# %s" % name, flush=True)
        mine, rows = [], len(figures.rows)
        try:
            measure(figures, measures.Scale(quick, rounds), mine)
        except house.NoPostgres as why:
            print("# %s: left out: %s" % (name, why))
        for row in figures.rows[rows:]:
            row["others"] = statistics.median(mine or [0])
        noise += mine
    return figures, noise


def main():
    quick = bool(os.environ.get("QUICK"))
    rounds = int(os.environ.get("ROUNDS") or (1 if quick else 5))
    only = (os.environ.get("ONLY") or "").split()
    unknown = [name for name in only if name not in measures.ALL]
    if unknown:
        sys.exit("bench: there is no %s; there are %s" % (
            " ".join(unknown), " ".join(measures.ALL)))
    where = machine()
    began = time.monotonic()
    figures, noise = run(quick, rounds, only)
    others = "%.0f %% of the machine at the median, %.0f %% at most" % (
        100 * statistics.median(noise), 100 * max(noise)) if noise else "nobody knows how much"
    text = "On %s. %d rounds, %.0f s. What is not ours used %s.\n\n%s\n" % (
        where, rounds, time.monotonic() - began, others,
        "\n".join(figures.table()))
    print("\n" + text, end="")
    with open("bench.md", "w", encoding="utf-8") as f:
        f.write(text)
    with open("bench.json", "w", encoding="utf-8") as f:
        json.dump({"machine": where, "rounds": rounds, "others": noise,
                   "figures": figures.rows}, f, indent=1)


if __name__ == "__main__":
    main()
