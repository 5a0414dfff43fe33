"""A district as large as the first one, for the pages: 45 schools, 25,000
students and their guardians in ten languages, and 200,000 messages of a
year, with what families wrote back.  Rows are written as the gateway would
have left them.  One of the staff has every role and sits at the desk, where
all is seen; another one teaches."""

import hashlib
import time

from town import (CONTACT, ID, NUMBER, OTHERS, PERSON, STUDENT, Town,
                  first_id)

SCHOOLS, CLASSES = 45, 990
LANGUAGES = ("en-US", "es-US", "pt-BR", "vi", "sq", "ht", "ne", "ak", "ar",
             "ps")
LONG = 200              # Lines of the longest talk.
TOKENS = {"desk": "d" * 32, "teacher": "t" * 32}
SCHOOL, CLASS, SEAT, STAFF = (n << 40 for n in (11, 12, 13, 14))
DAY = 86400000


def by_language(i):
    return "CASE %s %% 10 %s END" % (i, " ".join(
        "WHEN %d THEN '%s'" % row for row in enumerate(LANGUAGES)))


class District(Town):
    """with District(students=25000, messages=200000) as d: d.cookie("desk")"""

    def __init__(self, students=25000, messages=200000):
        super().__init__(people=students)
        self.messages = messages

    def fill(self):
        super().fill()
        self.now = int(time.time() * 1000)
        self.today = int(time.strftime("%Y%m%d"))
        self.schools()
        self.staff()
        self.talks()
        self.written()
        self.answered()
        self.long_talk()
        self.sql("INSERT INTO tally (day, school, language, channel, "
                 "direction, kind, what, n) SELECT day, school, language, "
                 "channel, direction, kind, what, count(*) FROM ledger "
                 "GROUP BY 1, 2, 3, 4, 5, 6, 7")
        self.sql("ANALYZE")

    def schools(self):
        self.count_from(SCHOOLS, "school (id, name, folded)",
                        f"{SCHOOL} + i, 'School ' || i, 'school ' || i")
        self.count_from(CLASSES, "class (id, school, name)",
                        f"{CLASS} + i, {SCHOOL} + i % {SCHOOLS}, "
                        "'Grade ' || (i % 12 + 1) || ', Room ' || i")
        self.count_from(CLASSES, "seat (id, kind, school, class, name)",
                        f"{SEAT} + i, 'class', {SCHOOL} + i % {SCHOOLS}, "
                        f"{CLASS} + i, 'Grade ' || (i % 12 + 1) || "
                        "', Room ' || i")
        self.count_from(SCHOOLS, "seat (id, kind, school, class, name)",
                        f"{SEAT} + 2000 + i, 'office', {SCHOOL} + i, 0, "
                        "'Office of School ' || i")
        self.sql(f"UPDATE enrolment SET class = {CLASS} + "
                 f"(student - {STUDENT}) % {CLASSES}, school = {SCHOOL} + "
                 f"(student - {STUDENT}) % {CLASSES} % {SCHOOLS} "
                 f"WHERE student >= {STUDENT}")
        for table, first in (("person", PERSON), ("contact", CONTACT)):
            language = by_language(f"(id - {first})")
            self.sql(f"UPDATE {table} SET language = {language} WHERE id >= "
                     f"{first} AND id < {first} + {self.people}")

    def staff(self):
        self.count_from(CLASSES, "person (id, name, folded, language, "
                        "guardian, staff)",
                        f"{STAFF} + i, 'Teacher ' || i, 'teacher ' || i, "
                        "'en-US', 0, 1")
        self.count_from(CLASSES, "seat_member (seat, person, since, until)",
                        f"{SEAT} + i, {STAFF} + i, 20250901, 0")
        self.count_from(SCHOOLS, "seat_member (seat, person, since, until)",
                        f"{SEAT} + 2000 + i, {STAFF} + i, 20250901, 0")
        for i, role in enumerate(("language", "analyst", "district_admin",
                                  "auditor")):
            self.sql("INSERT INTO role (id, person, role, school, since, "
                     f"until) VALUES ({OTHERS} + {i}, {self.desk}, '{role}', "
                     f"0, 1, 0)")
        for who, token in TOKENS.items():
            digest = hashlib.sha256(token.encode()).hexdigest()
            person = self.desk if who == "desk" else STAFF
            self.sql("INSERT INTO session (digest, person, created, seen, "
                     f"until) VALUES ('{digest}', {person}, {self.now}, "
                     f"{self.now}, {self.now + DAY})")

    def talks(self):
        """One for each family; one in twelve needs a reply."""
        self.count_from(
            self.people, "conversation (id, contact, school, seat, state, "
            "asked, answered)",
            f"{OTHERS} + i, {CONTACT} + i, {SCHOOL} + i % {CLASSES} % "
            f"{SCHOOLS}, {SEAT} + i % {CLASSES}, CASE i % 12 WHEN 0 THEN "
            f"'asked' ELSE 'answered' END, {self.now} - i * 1000, "
            f"{self.now} - i * 1000 - 500")
        self.count_from(self.people, "conversation_student (conversation, "
                        "student)", f"{OTHERS} + i, {STUDENT} + i")

    def send(self, n, node, at, whom, what):
        """n messages, each to one family, with all that follows of one."""
        message, delivery, attempt, entry = (
            first_id(node + k, at) for k in range(4))
        sent = f"{at} + i * {what['step']}"
        day = f"CAST(strftime('%Y%m%d', ({sent}) / 1000, 'unixepoch') AS " \
            "integer)"
        school = f"{SCHOOL} + ({whom}) % {CLASSES} % {SCHOOLS}"
        seat = f"({whom}) % {CLASSES}"
        language = by_language(whom)
        self.count_from(
            n, "message (id, state, kind, readers, seat, author, api_key, "
            "school, audience, target, conversation, words, digest, counts, "
            "send_at, not_after, cursor, made, turn, created)",
            f"{ID % message}, 'done', 'direct', 'author', {SEAT} + {seat}, "
            f"{STAFF} + {seat}, 0, {school}, 'students', 0, 0, "
            "'Please sign the form by Friday, it is in the folder (' || i || "
            f"').', 'd{node}-' || i, 'direct', {sent}, {sent} + 604800000, "
            f"0, 1, 0, {sent}")
        self.count_from(n, "message_student (message, student)",
                        f"{ID % message}, {STUDENT} + {whom}")
        self.count_from(n, "message_family (message, student, family, "
                        "counts)", f"{ID % message}, {STUDENT} + {whom}, "
                        f"{STUDENT} + {whom}, 'direct'")
        self.count_from(
            n, "delivery (id, message, person, student, family, contact, "
            "state, covered_by, school, language, turn)",
            f"{ID % delivery}, {ID % message}, {PERSON} + {whom}, "
            f"0, {STUDENT} + {whom}, {CONTACT} + {whom}, 'delivered', 0, "
            f"{school}, {language}, 0")
        self.count_from(
            n, "attempt (id, delivery, message, contact, account, sender, "
            "rank, turn, due, state, launch_by, node, tries, looks, "
            "reference, parts, began, handed, ended)",
            f"{ID % attempt}, {ID % delivery}, {ID % message}, {CONTACT} + "
            f"{whom}, 'main', '{NUMBER}', 4, 0, {sent}, 'delivered', 0, 0, "
            f"1, 0, 'SM{node}-' || i, 1, {sent}, {sent}, {sent} + 900")
        self.count_from(
            n, "ledger (id, at, day, what, message, family, round, reason, "
            "person, school, language, channel, direction, kind, author)",
            f"{ID % entry}, {sent}, {day}, 'direct_out', {ID % message}, "
            f"{STUDENT} + {whom}, 0, '', {PERSON} + {whom}, {school}, "
            f"{language}, 'sms', 'out', 'direct', 'person'")

    def written(self):
        step = 319 * DAY // self.messages
        self.send(self.messages, 1010, self.now - 320 * DAY,
                   f"i % {self.people}", {"step": step})

    def hear(self, n, node, at, whom, step):
        first, entry = first_id(node, at), first_id(node + 1, at)
        sent = f"{at} + i * {step}"
        day = f"CAST(strftime('%Y%m%d', ({sent}) / 1000, 'unixepoch') AS " \
            "integer)"
        self.count_from(
            n, "reply (id, conversation, contact, account, reference, "
            "sender, what, words, answers, counts, at)",
            f"{ID % first}, {OTHERS} + {whom}, {CONTACT} + {whom}, 'main', "
            f"'SR{node}-' || i, '{NUMBER}', 'message', 'Gracias, ¿a qué "
            "hora? شكراً (' || i || ')', 0, 'direct', " + sent)
        self.count_from(
            n, "ledger (id, at, day, what, message, family, round, reason, "
            "person, school, language, channel, direction, kind, author)",
            f"{ID % entry}, {sent}, {day}, 'direct_in', {ID % first}, "
            f"{STUDENT} + {whom}, 0, '', {PERSON} + {whom}, {SCHOOL} + "
            f"({whom}) % {CLASSES} % {SCHOOLS}, {by_language(whom)}, 'sms', "
            "'in', 'direct', 'person'")

    def answered(self):
        n = self.messages // 4
        self.hear(n, 1015, self.now - 319 * DAY, f"i * 7 % {self.people}",
                   318 * DAY // n)

    def long_talk(self):
        """Of the first family, yesterday: a word in and a word out."""
        self.send(LONG // 2, 1017, self.now - DAY, "0",
                   {"step": 120000})
        self.hear(LONG // 2, 1021, self.now - DAY + 60000, "0", 120000)

    def cookie(self, who):
        return "homeline=%s" % TOKENS[who]
