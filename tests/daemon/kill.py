#!/usr/bin/env python3
"""Kills the gateway with SIGKILL at random moments, under load and while the
carrier fails, and starts it again; then nothing is lost, nothing is there
twice, and the figures are right."""

import argparse
import os
import sys
import threading

import house
import load

FAULTS = (
    ("drop-before", {"count": 3}), ("drop-after", {"count": 3}),
    ("slow", {"count": 40, "ms": 400}), ("garbage", {"count": 2}),
    ("500", {"count": 2}), ("503", {"count": 2}), ("429", {"count": 2}),
    ("receipt-lost", {"count": 20}), ("receipt-twice", {"count": 20}),
    ("receipt-swapped", {"count": 20}), ("receipt-early", {"count": 5}),
    ("queue", {"count": 20, "ms": 3000}),
)


def round_of(h, gateway, never):
    """A random time under load; killed; a random time; started.  The carrier
    takes its time, so that there are requests under way."""
    h.carrier.well()
    h.carrier.fault("slow", ms=h.random.choice((1, 30, 150)))
    for name, how in h.random.sample(FAULTS, h.random.choice((0, 1, 2))):
        h.carrier.fault(name, **how)
    never.wait(0.2 + h.random.random() * 1.3)
    gateway.kill()
    never.wait(h.random.random() * 0.5)
    return gateway.start()


def run(tap, database, rounds, seed):
    tap.note("%s, %d rounds, --seed %d" % (database, rounds, seed))
    never = threading.Event()
    with house.House(database, seed=seed) as h:
        gateway, = h.open()
        traffic = load.Load(h, [gateway], database)
        started = 0
        with house.threads(*traffic.works()) as faults:
            for _ in range(rounds):
                started += round_of(h, gateway, never)
            never.wait(0.3)
        h.carrier.well()
        traffic.case(tap, "it starts again after each of %d kills" % rounds,
                     started == rounds and not faults,
                     faults + gateway.tail())
        traffic.check(tap)
        code = gateway.term()
        traffic.case(tap, "it stops when it is asked to", code == 0,
                     ["exit code %s" % code])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=int(
        os.environ.get("HOMELINE_KILL_ROUNDS") or 5))
    parser.add_argument("--database", choices=("sqlite", "postgres"))
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    tap = house.Tap()
    for database in ("sqlite", "postgres"):
        if options.database not in (None, database):
            continue
        seed = options.seed if options.seed is not None else \
            int.from_bytes(os.urandom(3), "big")
        try:
            run(tap, database, options.rounds, seed)
        except house.NoPostgres as why:
            tap.skip("kill on %s" % database, why)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
