#!/usr/bin/env python3
"""Kills the gateway with SIGKILL at random moments, under load and while the
carrier fails, and starts it again; then nothing is lost, nothing is there
twice, and the figures are right."""

import argparse
import os
import signal
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
    ("mail-drop-before", {"count": 2}), ("mail-drop-after", {"count": 2}),
    ("mail-slow", {"count": 20, "ms": 400}), ("mail-to-4", {"count": 2}),
    ("mail-dot-4", {"count": 2}),
)
SPELL = 5               # Rounds between two times at which all is settled.


def kill(gateway, traffic, number):
    """At a random moment, or every second time as soon as somebody was told
    that a message is kept: if it is not on disk then, it is lost."""
    if number % 2:
        gateway.kill()
        return
    traffic.trap = lambda: gateway.signal(signal.SIGKILL)
    house.until(lambda: not gateway.runs(), 10)
    gateway.kill()


def round_of(h, gateway, traffic, number):
    """A random time under load; killed; a random time; started.  The carrier
    takes its time, so that there are requests under way."""
    never = threading.Event()
    h.carrier.well()
    for name in ("slow", "mail-slow"):
        h.carrier.fault(name, ms=h.random.choice((1, 30, 150)))
    for name, how in h.random.sample(FAULTS, h.random.choice((0, 1, 2))):
        h.carrier.fault(name, **how)
    never.wait(0.2 + h.random.random() * 1.3)
    kill(gateway, traffic, number)
    never.wait(h.random.random() * 0.5)
    return gateway.start()


def spell(h, gateway, traffic, rounds):
    """Some rounds under load, and all is settled; what went wrong."""
    with house.threads(*traffic.works()) as faults:
        for number in range(rounds):
            if not round_of(h, gateway, traffic, number):
                faults.append("it does not start again")
                break
    h.carrier.well()
    why = traffic.settle()
    return faults + [why] * (why is not None)


def run(tap, database, rounds, seed):
    tap.note("%s, %d rounds, --seed %d" % (database, rounds, seed))
    with house.House(database, seed=seed, mail=True) as h:
        gateway, = h.open()
        traffic = load.Load(h, [gateway], database)
        faults = []
        for begun in range(0, rounds, SPELL):
            faults += spell(h, gateway, traffic, min(SPELL, rounds - begun))
        traffic.case(tap, "it goes on after each of %d kills" % rounds,
                     not faults, faults + gateway.tail())
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
