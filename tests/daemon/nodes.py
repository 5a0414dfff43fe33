#!/usr/bin/env python3
"""Two nodes on one PostgreSQL, under load: one is killed and started again,
the other is stopped and continued, once for longer than its claims last.
Then nothing is lost, nothing is there twice, and the figures are right."""

import argparse
import os
import signal
import sys
import threading

import house
import load

# A node that is stopped within a transaction has the writers' turn until
# PostgreSQL takes it back.
MAY = ("PostgreSQL 55P03", "PostgreSQL 25P03", "PostgreSQL 08006",
       "clock (differs|agrees)")


def frozen(h, node, never, minutes):
    """Stopped for a while; when minutes are given, for so long by the clock,
    and the other one looks after its claims."""
    node.signal(signal.SIGSTOP)
    never.wait(0.2 + h.random.random() * 0.8)
    for _ in range(minutes * 60):
        h.clock.step(1000)
        never.wait(0.02)
    never.wait(h.random.random())
    node.signal(signal.SIGCONT)
    never.wait(0.5)


def round_of(h, nodes, never, number):
    h.carrier.well()
    if h.random.random() < 0.6:
        h.carrier.fault("slow", count=20, ms=300)
    if h.random.random() < 0.3:
        h.carrier.fault("drop-after", count=2)
    first, second = h.random.sample(nodes, 2)
    never.wait(0.3 + h.random.random())
    first.kill()
    never.wait(h.random.random() * 0.5)
    if not first.start():
        return False
    never.wait(0.3 + h.random.random())
    frozen(h, second, never, 4 if number % 3 == 1 else 0)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=int.from_bytes(
        os.urandom(3), "big"))
    options = parser.parse_args()
    tap = house.Tap()
    never = threading.Event()
    try:
        with house.House("postgres", seed=options.seed) as h:
            tap.note("--seed %d" % options.seed)
            nodes = h.open(nodes=("a", "b"))
            traffic = load.Load(h, nodes, "two nodes")
            started = 0
            with house.threads(*traffic.works()) as faults:
                for number in range(options.rounds):
                    started += round_of(h, nodes, never, number)
                never.wait(0.3)
            h.carrier.well()
            traffic.case(tap, "both go on", started == options.rounds and
                         not faults and all(n.runs() for n in nodes),
                         faults + nodes[0].tail() + nodes[1].tail())
            traffic.check(tap, MAY)
            traffic.case(tap, "both stop when they are asked to",
                         [n.term() for n in nodes] == [0, 0])
    except house.NoPostgres as why:
        tap.skip("two nodes", why)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
