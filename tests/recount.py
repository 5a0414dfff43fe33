#!/usr/bin/env python3
"""Counts KPI 2.1 again, from raw rows and the written definition alone.

    homeline recount --config FILE --rows rows.jsonl
    python3 tests/recount.py rows.jsonl [--figures figures.json]

It knows nothing of the gateway's own counting: it reads what was written,
to which families, what the phone companies took, and what families wrote
(Definition 1, rules 1 to 6), and compares its sums with the ledger's rows
and, when given, with the figures the gateway shows.

Of the closed months (rule 9) it makes the digests again.  It names each row
of the ledger that was altered: by its own sum, by what was really handed
over or written, and by the marks of its month.
"""
import argparse
import collections
import hashlib
import json
import sys

DAY = 24 * 3600 * 1000
FAMILIES_DIRECT = 5             # Rule 1 and 2.
TAKEN_BACK = 14 * DAY           # Rule 5.
COLUMNS = ("id at day what message family round reason person school "
           "language channel direction kind author").split()
EVERY, MARK = 100, 16           # Rows between two marks, and their digits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def read(path):
    rows = collections.defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows[row.pop("noun")].append(row)
    return rows


def handed_over(rows):
    """Rule 5: (message, family) with a copy that stands as handed over, or
    whose last one failed more than 14 days after the first was."""
    covered = collections.defaultdict(list)
    for c in rows["covered"]:
        covered[c["covered_by"]].append(c["family"])
    standing, first, last = set(), {}, {}
    for a in rows["attempt"]:
        for family in [a["family"]] + covered[a["delivery"]]:
            pair = (a["message"], family)
            if not family or not a["handed"]:
                continue
            if a["state"] in ("sent", "delivered"):
                standing.add(pair)
            first[pair] = min(a["handed"], first.get(pair, a["handed"]))
            last[pair] = max(a["ended"], last.get(pair, 0))
    return standing | {p for p in last if last[p] - first[p] > TAKEN_BACK}


def families(rows):
    """Rule 0: the families of each message, in the order of their ids."""
    of = collections.defaultdict(set)
    for f in rows["family"]:
        of[f["message"]].add(f["family"])
    return {message: sorted(found) for message, found in of.items()}


def direct_pairs(rows, of):
    """Rules 1 and 2: (message, family) that count as direct."""
    said = collections.defaultdict(list)    # Who said what: (time, family).
    direct = set()
    for m in sorted(rows["message"], key=lambda m: m["id"]):
        found = of.get(m["id"], [])
        if m["kind"] != "direct" or not m["author"] or m["practice"]:
            continue
        if len(found) > FAMILIES_DIRECT:
            continue
        key = (m["author"], m["digest"])
        for family in found:
            recent = {f for t, f in said[key] if t > m["created"] - DAY}
            if family not in recent and len(recent) >= FAMILIES_DIRECT:
                continue
            said[key].append((m["created"], family))
            direct.add((m["id"], family))
    return direct


def name(row):
    """Its id, as people and pages see it."""
    text, number = "", row["id"]
    while len(text) < 13:
        number, digit = divmod(number, 32)
        text = ALPHABET[digit] + text
    return "%s (%s of message %d, day %d)" % (text, row["what"],
                                              row["message"], row["day"])


def line(row):
    return "\t".join(str(row[column]) for column in COLUMNS)


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def altered(rows):
    """Rows that are not what their own sum says."""
    return [row for row in rows["ledger"] if sha(line(row))[:12] != row["sum"]]


def chain(before, rows, marks):
    """The digest of a month, and the first rows that do not lead to a mark."""
    digest, block = before, []
    for n, row in enumerate(rows, 1):
        digest = sha(digest + "\n" + line(row))
        block.append(row)
        if n % EVERY == 0:
            mark = marks[(n // EVERY - 1) * MARK:n // EVERY * MARK]
            if mark and digest[:MARK] != mark:
                return digest, block
            block = []
    return digest, block


def months(rows):
    """Rule 9: what is wrong with the closed months, in words."""
    before, faults = "0" * 64, []
    for m in sorted(rows["month"], key=lambda m: m["month"]):
        of = sorted((r for r in rows["ledger"] if r["id"] <= m["last_id"]
                     and r["day"] // 100 == m["month"]),
                    key=lambda r: r["id"])
        figures = json.loads(m["figures"])
        digest, block = chain(before, of, figures.get("marks", ""))
        sums = collections.Counter(r["what"] for r in of)
        if len(of) != m["n"]:
            faults.append("%d has %d rows, and was closed with %d"
                          % (m["month"], len(of), m["n"]))
        for what in sorted(set(sums) | set(figures) - {"marks"}):
            if sums[what] != figures.get(what, 0):
                faults.append("%d has %d of %s, and was closed with %d" % (
                    m["month"], sums[what], what, figures.get(what, 0)))
        if digest != m["digest"]:
            faults.append("the digest of %d does not agree%s" % (
                m["month"], "; it is a row from %s to %s" % (
                    name(block[0]), name(block[-1])) if block else ""))
        before = m["digest"]
    return faults


def unlike(rows, pairs, replies):
    """Rows of the ledger that say something else than what happened: of a
    pair or a reply that counts otherwise, the last row that is no copy."""
    sums, last, ins, ends = collections.Counter(), {}, set(), {}
    sign = {"direct_out": 1, "direct_out_back": -1}
    for row in rows["ledger"]:
        if row["what"] == "copy":
            continue
        if row["direction"] == "in":
            ends[row["message"]] = row
            if row["what"] == "direct_in":
                ins.add(row["message"])
            continue
        pair = (row["message"], row["family"])
        sums[pair] += sign.get(row["what"], 0)
        last[pair] = row
    wrong = [last.get(pair) for pair in set(sums) | pairs
             if sums[pair] != (pair in pairs)]
    wrong += [ends.get(reply) for reply in ins ^ replies]
    return [row for row in wrong if row]


def direct_in(rows):
    """Rules 3 and 4: the replies that count as direct."""
    readers = {m["id"]: m["readers"] for m in rows["message"]}
    answered = collections.defaultdict(int)
    for m in rows["message"]:
        if m["conversation"] and m["author"]:
            talk = m["conversation"]
            answered[talk] = max(answered[talk], m["created"])
    found = set()
    for r in rows["reply"]:
        if (r["what"] not in ("message", "thanks") or not r["family"]
                or r["practice"]):
            continue
        notice = readers.get(r["answers"]) == "nobody"
        if not notice or r["at"] <= max(answered[r["conversation"]],
                answered[r["moved_from"]]):
            found.add(r["id"])
    return found


def ledger(rows):
    sums = collections.Counter(row["what"] for row in rows["ledger"])
    return (sums["direct_out"] - sums["direct_out_back"], sums["direct_in"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rows")
    parser.add_argument("--figures", help="what GET /api/v1/figures says")
    options = parser.parse_args()
    rows = read(options.rows)
    pairs = direct_pairs(rows, families(rows)) & handed_over(rows)
    replies = direct_in(rows)
    mine = (len(pairs), len(replies))
    agree = [ledger(rows) == mine]
    print("direct messages: %d (%d from staff, %d from families)"
          % (sum(mine), *mine))
    if options.figures:
        with open(options.figures, encoding="utf-8") as text:
            total = json.load(text)["total"]
        shown = (total["from_staff"], total["from_families"])
        agree.append(shown == mine)
        print("the figures say: %d and %d" % shown)
    print("the ledger says: %d and %d" % ledger(rows))
    named = {row["id"]: row
             for row in altered(rows) + unlike(rows, pairs, replies)}
    for row in named.values():
        agree.append(False)
        print("altered: the row %s" % name(row))
    for fault in months(rows):
        agree.append(False)
        print(fault)
    if rows["month"]:
        print("closed months: %d" % len(rows["month"]))
    print("they agree" if all(agree) else "THEY DIFFER")
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())
