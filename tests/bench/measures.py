"""The measures of `make bench`, each a function that adds rows to figures.
README.md beside this says what they mean."""

import json
import subprocess

import town
from town import Asked, Noise, Town, house, memory_of, program, until

AT_ONCE = 64                    # Of both: a window of 86 keeps a quarter
LINES = 64                      # for what is not bulk.


class Scale:
    """How much of it: all, or just enough to see that it works."""

    def __init__(self, quick, rounds):
        self.quick, self.rounds = quick, rounds

    def of(self, full, quick=200):
        return quick if self.quick else full


def us(seconds, count):
    return max(seconds, 1 / town.TICKS) * 1e6 / count


def ratios(ours, theirs, key):
    return [a[key] / b[key] for a, b in zip(ours, theirs)]


def each(ours, key):
    return [row[key] for row in ours]


def beside(name, rows, unit, key):
    """A few words about the absolute figures, which vary by the minute."""
    values = sorted(each(rows, key))
    return "%s %.3g%s" % (name, values[len(values) // 2], unit)


def in_turn(rounds, *contenders):
    """Runs them in interleaved rounds, each first in its turn; the results
    of each."""
    results = [[] for _ in contenders]
    for n in range(rounds):
        order = list(range(len(contenders)))
        order = order[n % len(order):] + order[:n % len(order)]
        for i in order:
            results[i].append(contenders[i]())
    return results


def stop(*gateways):
    for gateway in gateways:
        if gateway.term() != 0:
            raise RuntimeError("%s does not end: %s" % (
                gateway.name, gateway.tail()))


def drain(t, count, noise, nodes=("first",), env=None):
    """Queued texts, a gateway that starts, until all are settled: from the
    first that reaches the sink on."""
    first = t.queue(count)
    gateways = [t.node(name, None if i == 0 else house.free_port(), env)
                for i, name in enumerate(nodes)]
    t.sink.reset()
    before, noisy = t.sink.stats(), Noise()
    for gateway in gateways:
        gateway.launch()
    asked = Asked(t)
    try:
        until(lambda: t.sink.stats()["taken"] >= count, 300)
        until(lambda: not t.unsettled(asked), 60, 0.005)
        end = town.time.monotonic()
        sent = asked.number(
            "SELECT count(*) FROM attempt WHERE id >= %d AND state = 'sent'"
            % first)
    finally:
        asked.close()
    stats = t.sink.stats()
    cpu = sum(town.cpu_of(g.process.pid) for g in gateways) + t.server_cpu()
    if sent < count or stats["taken"] != count:
        raise RuntimeError("%d of %d sent, %d taken: %s" % (
            sent, count, stats["taken"], gateways[0].tail()))
    noise.append(noisy.end(cpu + stats["cpu"] - before["cpu"]))
    memory = memory_of(gateways[0].process.pid)
    stop(*gateways)
    return {"rate": count / (end - stats["first"] / 1e6),
            "cpu": us(cpu, count), "memory": memory}


def bare_curl(t, count, *options):
    t.sink.reset()
    done = subprocess.run(
        [program("bare_curl"), "--port", str(t.sink.ports["port"]), "--count",
         str(count), "--at-once", str(AT_ONCE), *options],
        stdout=subprocess.PIPE, check=True, timeout=300)
    row = json.loads(done.stdout)
    return {"rate": count / row["seconds"], "cpu": us(row["cpu"], count)}


def send(figures, scale, noise):
    count = scale.of(100000)
    with Town(people=scale.of(20000)) as t:
        ours, theirs = in_turn(
            scale.rounds, lambda: drain(t, count, noise),
            lambda: bare_curl(t, count))
    figures.add("send: rate, of bare libcurl's", ratios(ours, theirs, "rate"),
                aim=(0.60, 0.85), note=beside("gateway", ours, "/s", "rate") +
                ", " + beside("libcurl", theirs, "/s", "rate"))
    figures.add("send: CPU a message, of bare libcurl's",
                ratios(ours, theirs, "cpu"), aim=(2.0, 1.5), less=True,
                note=beside("gateway", ours, " µs", "cpu") + ", " +
                beside("libcurl", theirs, " µs", "cpu"))
    figures.add("send: most memory", each(ours, "memory"), "MB")


def hook_options(t, count, what, **more):
    url = "http://127.0.0.1:%d/hooks/main" % t.hook_port
    options = {"what": what, "count": count, "people": t.people,
               "token": house.TOKEN, "url": url, "number": town.NUMBER,
               "lines": LINES, **more}
    return [w for k, v in options.items() for w in ("--" + k, v)]


def hooks(t, what, count, first, start, noise):
    """Webhooks to whoever start() runs; it gives the process."""
    running, port = start()
    noisy = Noise()
    before = town.cpu_of(running.pid) + t.server_cpu()
    row = t.load("--port", port, *hook_options(
        t, count, what, first=first, **{"from": t.spent}))
    cpu = town.cpu_of(running.pid) + t.server_cpu() - before
    noise.append(noisy.end(cpu + row["cpu"]))
    if row["bad"]:
        raise RuntimeError("%d webhooks were refused" % row["bad"])
    return {"rate": count / row["seconds"], "cpu": us(cpu, count),
            "p50": row["p50"] / 1000, "p99": row["p99"] / 1000}


def hooks_ours(t, what, count, noise, nodes=("first",)):
    first = t.queue(count, sent=True) if what == "receipts" else 0
    t.spent += count if what == "replies" else 0
    gateway = t.node(nodes[0])
    if not gateway.start():
        raise RuntimeError("it does not start: %s" % gateway.tail())
    row = hooks(t, what, count, first,
                lambda: (gateway.process, gateway.port), noise)
    stop(gateway)
    return row


def hooks_bare(t, what, count, noise):
    port = house.free_port()
    server = subprocess.Popen(
        [program("bare_server"), "--port", str(port), "--token", house.TOKEN,
         "--url", "http://127.0.0.1:%d/hooks/main" % t.hook_port],
        stdout=subprocess.PIPE)
    try:
        server.stdout.readline()
        return hooks(t, what, count, town.first_id(1003),
                     lambda: (server, port), noise)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def webhooks(figures, scale, noise):
    count = scale.of(50000)
    for what in ("receipts", "replies"):
        with Town(people=scale.of(20000)) as t:
            ours, theirs = in_turn(
                scale.rounds, lambda: hooks_ours(t, what, count, noise),
                lambda: hooks_bare(t, what, count, noise))
        figures.add("webhooks, %s: rate, of the server's without a store"
                    % what, ratios(ours, theirs, "rate"), aim=(0.55, 0.80),
                    note=beside("gateway", ours, "/s", "rate") + ", " +
                    beside("bare", theirs, "/s", "rate") + "; " +
                    beside("p99", ours, " ms", "p99") + ", " +
                    beside("bare", theirs, " ms", "p99"))
        figures.add("webhooks, %s: CPU, of that server's" % what,
                    ratios(ours, theirs, "cpu"), note=beside(
                        "gateway", ours, " µs", "cpu") + ", " +
                    beside("bare", theirs, " µs", "cpu"))


def messages(t, gateway, count, lines=1, **more):
    options = {"port": gateway.port, "what": "messages", "count": count,
               "lines": lines, "people": t.people, "key": t.key,
               "students": town.STUDENT, "name": "b%d" % t.spent, **more}
    t.spent += 1
    return [w for k, v in options.items() for w in ("--" + k, v)]


def accept_one(t, count, noise):
    gateway = t.node("first")
    if not gateway.start():
        raise RuntimeError("it does not start: %s" % gateway.tail())
    t.load(*messages(t, gateway, scale_warm(count)))
    noisy = Noise()
    before = town.cpu_of(gateway.process.pid) + t.server_cpu()
    row = t.load(*messages(t, gateway, count))
    cpu = town.cpu_of(gateway.process.pid) + t.server_cpu() - before
    noise.append(noisy.end(cpu + row["cpu"]))
    stop(gateway)
    return {"p50": row["p50"] / 1000, "p99": row["p99"] / 1000}


def scale_warm(count):
    return max(1, count // 5)


def accept(figures, scale, noise):
    """One program, one message after another, each sent at once."""
    with Town(people=scale.of(20000)) as t:
        ours, = in_turn(scale.rounds,
                        lambda: accept_one(t, scale.of(3000, 50), noise))
    figures.add("accept to commit, one connection: p50", each(ours, "p50"),
                "ms", aim=(0.3, 0.15), less=True,
                note=beside("p99", ours, " ms", "p99"))


ALL = {
    "send": send,
    "webhooks": webhooks,
    "accept": accept,
}
