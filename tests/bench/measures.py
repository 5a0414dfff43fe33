"""The measures of `make bench`, each a function that adds rows to figures.
README.md beside this says what they mean."""

import json
import os
import shutil
import statistics
import subprocess
import tempfile

import town
from pages import pages
from town import Asked, Load, Noise, Town, house, memory_of, program, until

AT_ONCE = 64                    # Of both: a window of 86 keeps a quarter
LINES = 64                      # for what is not bulk.
MAIL_BYTES = "2350"


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


def short(value):
    """Three digits of it, as people read them."""
    if abs(value) < 1000:
        return "%.3g" % value
    digits = len("%.0f" % abs(value)) - 3
    return "{:,.0f}".format(round(value, -digits))


def beside(name, rows, unit, key):
    """A few words about the absolute figures, which vary by the minute."""
    return "%s %s%s" % (name, short(statistics.median(each(rows, key))), unit)


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


def nodes_of(t, names, env=None, **settings):
    return [t.node(name, None if i == 0 else house.free_port(), env,
                   **settings) for i, name in enumerate(names)]


def drain(t, count, noise, nodes=("first",), env=None, **settings):
    """Queued texts, a gateway that starts, until all are settled: from the
    first that reaches the sink on."""
    first = t.queue(count)
    gateways = nodes_of(t, nodes, env, **settings)
    t.sink.reset()
    before, server, noisy = t.sink.stats(), t.server_cpu(), Noise()
    for gateway in gateways:
        gateway.launch()
    asked = Asked(t)

    def taken():
        if gateways[0].process.poll() is not None:
            raise RuntimeError("it has ended: %s" % gateways[0].tail())
        return t.sink.stats()["taken"] >= count

    try:
        until(taken)
        until(lambda: not t.unsettled(asked), 0.005)
        end = town.time.monotonic()
        sent = asked.number(
            "SELECT count(*) FROM attempt WHERE id >= %d AND state = 'sent'"
            % first)
    finally:
        asked.close()
    stats = t.sink.stats()
    cpu = sum(town.cpu_of(g.process.pid) for g in gateways) + \
        t.server_cpu() - server
    if sent < count or stats["taken"] != count:
        raise RuntimeError("%d of %d sent, %d taken: %s" % (
            sent, count, stats["taken"], gateways[0].tail()))
    noise.append(noisy.end(cpu + stats["cpu"] - before["cpu"]))
    memory = memory_of(gateways[0].process.pid)
    stop(*gateways)
    return {"rate": count / (end - stats["first"] / 1e6),
            "cpu": us(cpu, count), "memory": memory,
            "bytes": stats["bytes"] / count}


def bare_curl(t, count, *options, at_once=AT_ONCE):
    t.sink.reset()
    done = subprocess.run(
        [program("bare_curl"), "--port", str(t.sink.ports["port"]), "--count",
         str(count), "--at-once", str(at_once), *options],
        stdout=subprocess.PIPE, check=True, timeout=town.PATIENCE)
    row = json.loads(done.stdout)
    return {"rate": count / row["seconds"], "cpu": us(row["cpu"], count),
            "bytes": t.sink.stats()["bytes"] / count}


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


def hook_load(t, port, what, count, first, at):
    """`at`: of so many that were told before."""
    return Load(**{"port": port, "what": what, "count": count, "from": at,
                   "first": first, "people": t.people, "lines": LINES,
                   "token": house.TOKEN, "number": town.NUMBER,
                   "url": "http://127.0.0.1:%d/hooks/main" % t.hook_port})


def hooks(t, what, count, first, servers, noise):
    """Webhooks to some (process, port), each its share of them."""
    noisy, share = Noise(), count // len(servers)
    before = sum(town.cpu_of(p.pid) for p, _ in servers) + t.server_cpu()
    loads = [hook_load(t, port, what, share, first, t.spent + i * share)
             for i, (_, port) in enumerate(servers)]
    rows = [load.figures() for load in loads]
    cpu = sum(town.cpu_of(p.pid) for p, _ in servers) + t.server_cpu() - \
        before
    noise.append(noisy.end(cpu + sum(each(rows, "cpu"))))
    return {"rate": count / max(each(rows, "seconds")),
            "cpu": us(cpu, count), "p50": max(each(rows, "p50")) / 1000,
            "p99": max(each(rows, "p99")) / 1000}


def started(t, nodes=("first",), env=None):
    gateways = nodes_of(t, nodes, env)
    for gateway in gateways:
        if not gateway.start():
            raise RuntimeError("it does not start: %s" % gateway.tail())
    return gateways


def hooks_ours(t, what, count, noise, nodes=("first",)):
    first = t.queue(count, sent=True) if what == "receipts" else 0
    t.spent = 0 if what == "receipts" else t.spent + count
    gateways = started(t, nodes)
    row = hooks(t, what, count, first,
                [(g.process, g.port) for g in gateways], noise)
    stop(*gateways)
    return row


def hooks_bare(t, what, count, noise):
    port = house.free_port()
    server = subprocess.Popen(
        [program("bare_server"), "--port", str(port), "--token", house.TOKEN,
         "--url", "http://127.0.0.1:%d/hooks/main" % t.hook_port],
        stdout=subprocess.PIPE)
    try:
        server.stdout.readline()
        return hooks(t, what, count, town.first_id(1003), [(server, port)],
                     noise)
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


def messages(t, gateway, count, **more):
    """Direct messages by the API, to one family after the other."""
    t.spent += 1
    return Load(port=gateway.port, what="messages", count=count, key=t.key,
                people=t.people, students=town.STUDENT,
                name="b%d" % t.spent, **more)


def accept_one(t, count, noise, nodes=("first",), every=0):
    gateways = started(t, nodes)
    messages(t, gateways[0], max(1, count // 5), lines=1).figures()
    noisy = Noise()
    cpu = lambda: sum(town.cpu_of(g.process.pid) for g in gateways) + \
        t.server_cpu()
    before = cpu()
    row = messages(t, gateways[0], count, lines=1, every=every,
                   stamps=True).figures()
    used = cpu() - before
    noise.append(noisy.end(used + row["cpu"]))
    stop(*gateways)
    took = sorted(heard - said for _, said, heard in row["stamps"])
    return {"p50": took[len(took) // 2] / 1000,
            "p99": took[len(took) * 99 // 100] / 1000, "cpu": us(used, count)}


def accept(figures, scale, noise):
    """One program, one message after another; each is sent at once."""
    count = scale.of(3000, 50)
    with Town(people=scale.of(20000)) as t:
        calm, loop = in_turn(
            scale.rounds,
            lambda: accept_one(t, count // 3, noise, every=5),
            lambda: accept_one(t, count, noise))
    figures.add("accept to commit, one connection, a message every 5 ms: p50",
                each(calm, "p50"), "ms", aim=(0.3, 0.15), less=True,
                note=beside("p99", calm, " ms", "p99"))
    figures.add("the same, each as soon as the one before was answered: p50",
                each(loop, "p50"), "ms", aim=(0.3, 0.15), less=True,
                note=beside("p99", loop, " ms", "p99") + "; " +
                beside("CPU a message, with its sending", loop, " µs", "cpu"))


def behind(t, probes, noise):
    """Direct messages while an announcement to all of the town is written,
    expanded and sent: how long each took from its 202 to the sink, ms."""
    gateway, = started(t)
    t.sink.reset()
    before = town.cpu_of(gateway.process.pid) + t.sink.stats()["cpu"]
    api, noisy = gateway.api(), Noise()
    t.spent += 1
    status, answer = api.write(
        "all-%d" % t.spent, "%s It is day %d." % (town.WORDS, t.spent),
        to={"school": town.name_of(t.school)}, kind="announcement")
    if status != 202:
        raise RuntimeError("%s %s" % (status, answer))
    began = town.time.monotonic()
    load = messages(t, gateway, probes, lines=LINES, every=50, stamps=True)
    until(lambda: t.sink.stats()["taken"] >= t.people)
    over = town.time.monotonic()
    row = load.figures()
    until(lambda: t.sink.stats()["taken"] >= t.people + probes)
    stats = t.sink.stats()
    noise.append(noisy.end(town.cpu_of(gateway.process.pid) + stats["cpu"] -
                           before + row["cpu"]))
    marks = stats["marks"]
    took = [max(0, marks[str(n)] - heard) / 1000
            for n, said, heard in row["stamps"] if said < over * 1e6]
    stop(gateway)
    took.sort()
    return {"p50": took[len(took) // 2], "worst": took[-1],
            "probes": len(took), "rate": t.people / (over - began)}


def direct(figures, scale, noise):
    """While an announcement to 40,000 families goes out."""
    with Town(people=scale.of(40000)) as t:
        rows, = in_turn(scale.rounds,
                        lambda: behind(t, scale.of(150, 10), noise))
    figures.add("direct behind 40,000: p50 from 202 to hand-over",
                each(rows, "p50"), "ms", less=True)
    figures.add("direct behind 40,000: the worst", each(rows, "worst"), "ms",
                aim=(100, 20), less=True, note=beside(
                    "announcement", rows, "/s with its expansion", "rate") +
                ", " + beside("probes", rows, "", "probes"))


def stalled(t, count, probes, noise):
    """A request of each sort every 10 ms while a queue goes out as fast as it
    can; the worst, ms."""
    t.queue(count)
    t.sink.reset()
    gateway, = started(t)
    until(lambda: t.sink.stats()["taken"] > 0)
    before, noisy = town.cpu_of(gateway.process.pid), Noise()
    sink = t.sink.stats()["cpu"]
    looks = Load(port=gateway.port, what="look", count=probes, lines=LINES,
                 every=10, key=t.key)
    writes = messages(t, gateway, probes, lines=LINES, every=10)
    look, write = looks.figures(), writes.figures()
    stats = t.sink.stats()
    cpu = town.cpu_of(gateway.process.pid) - before
    noise.append(noisy.end(cpu + stats["cpu"] - sink + look["cpu"] +
                           write["cpu"]))
    if stats["taken"] >= count + probes and count > 1000:
        print("# the queue was empty before the end")
    gateway.kill()
    return {"worst": max(look["max"], write["max"]) / 1000,
            "look": look["p99"] / 1000, "write": write["p99"] / 1000,
            "late": max(look["late"], write["late"]) / 1000}


def stall(figures, scale, noise):
    """30 s of saturation."""
    with Town(people=scale.of(20000)) as t:
        rows, = in_turn(min(scale.rounds, 3), lambda: stalled(
            t, scale.of(900000), scale.of(3000, 50), noise))
    figures.add("worst stall of any request in 30 s of saturation",
                each(rows, "worst"), "ms", aim=(100, 20), less=True,
                note=beside("p99 GET", rows, " ms", "look") + ", " +
                beside("POST", rows, " ms", "write") + "; " +
                beside("who asks was late itself", rows, " ms", "late"))


def slow(figures, scale, noise):
    """Every fsync takes 5 ms longer, beside itself."""
    count = scale.of(50000)
    with Town(people=scale.of(20000)) as t:
        env = {**house.preloaded(t.folder, ("slow",)), "SLOW_US": "5000"}
        ours, plain = in_turn(
            scale.rounds, lambda: drain(t, count, noise, env=env),
            lambda: drain(t, count, noise))
    figures.add("fsync 5 ms slower: rate of sending, of its own",
                ratios(ours, plain, "rate"), aim=(0.85, 0.95),
                note=beside("slow", ours, "/s", "rate") + ", " +
                beside("plain", plain, "/s", "rate"))


def rows(figures, scale, noise):
    """In a database that has sent 10 million texts, beside a new one; and
    while their sums are made, as in the minutes after a new version."""
    count = scale.of(50000)

    def summed(t, whole):
        t.sum_up(whole)
        return drain(t, count, noise)

    if shutil.disk_usage(tempfile.gettempdir()).free < scale.of(12 << 30):
        print("# rows: left out: it needs 12 GB in %s" %
              tempfile.gettempdir())
        return
    with Town(people=scale.of(20000)) as old, \
            Town(people=scale.of(20000)) as new:
        old.history(scale.of(10000000, 1000))
        new.history(scale.of(100000, 10))
        ours, behind, plain = in_turn(
            scale.rounds, lambda: summed(old, True),
            lambda: summed(old, False), lambda: summed(new, True))
    figures.add("10 million texts in the database: rate of sending, of that "
                "with 100,000", ratios(ours, plain, "rate"), aim=(0.75, 0.9),
                note=beside("10 million", ours, "/s", "rate") + ", " +
                beside("100,000", plain, "/s", "rate"))
    figures.add("10 million texts of which no sums are made yet: rate of "
                "sending, of that with 100,000",
                ratios(behind, plain, "rate"),
                note=beside("", behind, "/s", "rate").strip() + "; " +
                beside("CPU a message", behind, " µs", "cpu") + ", " +
                beside("100,000", plain, " µs", "cpu"))


def wakes(t, count, noise):
    """A start with all that is queued, and some seconds of sending."""
    t.sink.reset()
    gateway, began = t.node("first"), town.time.monotonic()
    before, noisy = t.sink.stats()["cpu"], Noise()
    gateway.launch()
    until(gateway.ready, 0.005)
    ready = town.time.monotonic()
    until(lambda: t.sink.stats()["taken"] >= count)
    memory = memory_of(gateway.process.pid)
    noise.append(noisy.end(town.cpu_of(gateway.process.pid) +
                           t.sink.stats()["cpu"] - before))
    stop(gateway)
    first = t.sink.stats()["first"] / 1e6
    return {"memory": memory, "ready": ready - began, "first": first - began}


def million(figures, scale, noise):
    with Town(people=scale.of(50000)) as t:
        t.queue(scale.of(1000000))
        rows, = in_turn(scale.rounds,
                        lambda: wakes(t, scale.of(30000, 20), noise))
    figures.add("a million queued: most memory while it sends",
                each(rows, "memory"), "MB", aim=(85, 40), less=True)
    figures.add("a million queued: from the start to the first text",
                each(rows, "first"), "s", aim=(2, 2), less=True,
                note=beside("/readyz after", rows, " s", "ready"))


def postgres(figures, scale, noise):
    """The same on PostgreSQL, one node and two, beside SQLite."""
    nodes = ("first",), ("first", "second")
    count = scale.of(5000)
    with Town("postgres", people=scale.of(20000)) as p, \
            Town(people=scale.of(20000)) as t:
        sent = in_turn(scale.rounds, lambda: drain(t, count, noise),
                       *(lambda n=n: drain(p, count, noise, n)
                         for n in nodes))
        told = in_turn(scale.rounds,
                       lambda: hooks_ours(t, "receipts", count, noise),
                       *(lambda n=n: hooks_ours(p, "receipts", count, noise,
                                                n) for n in nodes))
        took = in_turn(scale.rounds,
                       lambda: accept_one(t, scale.of(1000, 20), noise),
                       *(lambda n=n: accept_one(p, scale.of(1000, 20), noise,
                                                n) for n in nodes))
    for what, results, key, unit in (
            ("rate of sending", sent, "rate", "/s"),
            ("CPU a message, with the server's", sent, "cpu", " µs"),
            ("rate of receipts", told, "rate", "/s"),
            ("p50 of accept to commit", took, "p50", " ms")):
        for i, which in enumerate(("one node", "two nodes"), 1):
            figures.add("PostgreSQL, %s: %s, of SQLite's" % (which, what),
                        ratios(results[i], results[0], key),
                        note=beside("PostgreSQL", results[i], unit, key) +
                        ", " + beside("SQLite", results[0], unit, key))


def mail(figures, scale, noise):
    """Mails to a server that takes all, eight at once as with a relay."""
    count = scale.of(30000, 100)
    with Town(people=scale.of(20000), mail=True) as t:
        ours, theirs = in_turn(
            scale.rounds, lambda: drain(t, count, noise, window="11"),
            lambda: bare_curl(t, count, "--mail", "--bytes", MAIL_BYTES,
                              at_once=8))
    figures.add("mail: rate, of bare libcurl's", ratios(ours, theirs, "rate"),
                aim=(0.7, 0.9), note=beside("gateway", ours, "/s", "rate") +
                ", " + beside("libcurl", theirs, "/s", "rate") + "; " +
                beside("of", ours, " bytes", "bytes") + " and " +
                beside("", theirs, "", "bytes").strip())
    figures.add("mail: CPU a mail, of bare libcurl's",
                ratios(ours, theirs, "cpu"), note=beside(
                    "gateway", ours, " µs", "cpu") + ", " +
                beside("libcurl", theirs, " µs", "cpu"))


def render(figures, scale, noise):
    """The text of one family, beside a format of ICU."""
    count = scale.of(200000, 1000)

    def both():
        done = subprocess.run(
            [program("render"), str(count),
             os.path.join(house.TOP, "locales")],
            stdout=subprocess.PIPE, check=True, timeout=town.PATIENCE)
        row = json.loads(done.stdout)
        return {"ours": us(row["ours"], count),
                "theirs": us(row["theirs"], count)}

    rows = [both() for _ in range(scale.rounds)]
    figures.add("render: a text, of a cached format of ICU's",
                [row["ours"] / row["theirs"] for row in rows],
                aim=(1.5, 0.6), less=True,
                note=beside("gateway", rows, " µs", "ours") + ", " +
                beside("ICU", rows, " µs", "theirs"))


ALL = {
    "send": send,
    "render": render,
    "webhooks": webhooks,
    "mail": mail,
    "direct": direct,
    "stall": stall,
    "slow": slow,
    "rows": rows,
    "million": million,
    "accept": accept,
    "postgres": postgres,
    "pages": pages,
}
