"""What happened in Millbrook from September to 8 December 2026.

A list of events, each of a minute on the wall of the district: who wrote
what to whom, which phone answered, when the carrier was down, when a new
roster came.  How many direct messages a month has is decided here, by the
definition of KPI 2.1, and the gateway that plays it has to find the same.
"""

import json
from datetime import date, datetime, time, timedelta

import people

# Month: direct messages from staff, and from families.
MONTHS = {9: (1120, 580), 10: (1688, 912), 11: (1742, 942), 12: (470, 262)}
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 8)
END = datetime(2026, 12, 8, 10, 0)
NO_SCHOOL = {date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11),
             date(2026, 11, 26), date(2026, 11, 27)}
CLOSED = date(2026, 11, 20)             # Ice; nobody came.
OUTAGE = (datetime(2026, 11, 12, 12, 50), datetime(2026, 11, 12, 13, 30))
SLOT = 15               # Minutes between two moments of a day.
SLOTS = 58              # From 06:40 on.
STAFF_FROM, STAFF_TO = 2, 50            # 07:10 to 19:25
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ASKS = ("homework", "bus", "pickup", "meeting", "lost", "sick", "late",
        "picture")
REPEATED = 4            # Families that get the same words within a day.
LIKES = {"es-US": ("Le gustó \u201c%s\u201d", "Le encantó \u201c%s\u201d")}
DRIVING = ("I'm driving with Do Not Disturb While Driving turned on. I'll see "
           "your message when I get where I'm going.")
LIKED = ("Liked \u201c%s\u201d", "Loved \u201c%s\u201d")


def school_days():
    day = FIRST
    while day <= LAST:
        if day.weekday() < 5 and day not in NO_SCHOOL and day != CLOSED:
            yield day
        day += timedelta(1)



class History:
    def __init__(self, district):
        self.district = district
        self.chance = people.Chance(20260902)
        self.families = people.table("families.json")
        self.words = people.table("staff.json")
        self.events = []
        self.days = list(school_days())
        self.used = set()       # (moment, family): one thing at a time.
        self.said = {}          # (author, words): [(moment, family)].
        self.told = set()       # (family, words): no words come twice.
        self.quiet = set()      # Families that are left alone.
        self.counted = {m: [0, 0] for m in MONTHS}
        self.prepare()
        self.special_days()
        for month in MONTHS:
            self.play_month(month)
        self.announce()
        self.attendance()
        self.strangers()

    # --------------------------------------------------------- the people

    def prepare(self):
        d = self.district
        self.staff = {s["name"]: s for s in d.staff}
        self.family_of = {}
        for n, family in enumerate(d.families):
            for student in family["students"]:
                self.family_of[student["id"]] = (
                    "agency" if family["agency"] else n)
            if family.get("example"):
                self.quiet.add(n)
        self.stops, self.starts = {}, {}
        self.choose_stops()
        for phone, fault in d.broken.items():
            self.add(datetime(2026, 8, 31, 8, 0), carrier=fault, phone=phone)
        self.add(OUTAGE[0], carrier="503")
        self.add(OUTAGE[1], carrier="well")

    def choose_stops(self):
        """Phones that said STOP, of families that are reached otherwise."""
        days = [d for d in self.days if d.day % 9 == 4][:9]
        broken = set(self.district.broken)
        found = []
        for family in self.chance.shuffled(self.district.families):
            phones = [g["phones"] for g in family["guardians"]
                      if len(g["phones"]) == 1]
            if len(phones) < 2 or phones[0] == phones[1] or family[
                    "agency"] or family.get("example") or broken & {p[0] for p in phones} or any(
                    g["restricted"] for g in family["guardians"]):
                continue
            found.append((family, family["guardians"][1]))
            if len(found) == len(days):
                break
        for i, (day, (family, person)) in enumerate(zip(days, found)):
            if not person["phones"]:
                continue
            phone = person["phones"][0]
            at = datetime.combine(day, time(13 + i % 4, 7 * i % 60))
            school = family["students"][0]["school"]
            self.stops[phone] = at
            word = "You have the wrong number" if i == 6 else \
                "ALTO" if person["language"] == "es-US" and i % 2 \
                else ("STOP", "Stop", "Stop.", "Unsubscribe")[i % 4]
            self.phone(at, phone, school, word)
            if i == 1:
                self.starts[phone] = at + timedelta(15)
                self.phone(at + timedelta(15), phone, school, "START")

    def reached(self, phone, at):
        if phone in self.district.broken:
            return False
        stop, start = self.stops.get(phone), self.starts.get(phone)
        return stop is None or at < stop - timedelta(2) or (
            start is not None and at > start + timedelta(1))

    def guardians(self, student, at):
        """Those who get a text about this student."""
        return [g for g in student["guardians"]
                if g["phones"] and student not in g["restricted"] and
                student not in g["silent"] and
                self.reached(g["phones"][0], at)]

    def gone(self, member, at):
        return member["left"] and at >= datetime.fromisoformat(
            member["left"] + " 15:00")

    def office(self, school):
        return self.staff[self.chance.one(people.OFFICES[school])]

    def teacher(self, student, at):
        teams = [m for c in student["classes"] for m in c["team"]
                 if not self.gone(m, at)]
        if not teams or self.chance.number(9) == 0:
            return self.office(student["school"])
        return teams[0] if self.chance.number(4) else self.chance.one(teams)

    # --------------------------------------------------------- the events

    def add(self, at, **event):
        assert at <= END, event
        self.events.append((at, len(self.events), event))

    def phone(self, at, phone, school, words, **more):
        self.add(at, phone=phone, to=self.district.numbers[school],
                 words=words, **more)

    def fill(self, words, student):
        given = {"first": student["given"], "day": self.chance.one(DAYS)}
        for name, choices in self.words["fill"].items():
            given[name] = self.chance.one(choices)
        return words.format(**given)

    def fresh(self, author, words, families, at):
        """Whether these words are still direct to these families."""
        key = author, "".join(words.casefold().split())
        recent = [(t, f) for t, f in self.said.get(key, ())
                  if abs(at - t) < timedelta(1, 3600)]
        if len({f for _, f in recent} | set(families)) > REPEATED:
            return False
        self.said[key] = recent + [(at, f) for f in families]
        return True

    def staff_words(self, author, choices, student, at):
        family = self.family_of[student["id"]]
        for tries in range(500):
            words = self.fill(self.chance.one(choices), student)
            if tries > 20:
                words += " " + self.chance.one(self.words["close"])
            if (family, words) not in self.told and self.fresh(
                    author["name"], words, [family], at):
                self.told.add((family, words))
                return words
        raise AssertionError("too few words for " + author["name"])

    def family_words(self, person, what, student):
        words = self.chance.one(self.families[person["language"]][what])
        return words.format(first=student["given"])

    def count(self, at, who, times=1):
        self.counted[at.month][who] += times

    # --------------------------------------------------------- the clock

    def moment(self, day, slot):
        return datetime.combine(day, time(6, 40)) + timedelta(
            minutes=SLOT * slot + (slot * 7 + day.day * 5) % SLOT)

    def next_day(self, day):
        """The next school day of the month, or None."""
        at = self.days.index(day) + 1
        if at == len(self.days) or self.days[at].month != day.month:
            return None
        if day < CLOSED < self.days[at] or self.days[at] == LAST:
            return None
        return self.days[at]

    def free(self, at, family):
        return (at, family) not in self.used

    def place(self, day, slot, most, family):
        """The first free moment from that slot on, or None."""
        while slot <= most:
            at = self.moment(day, slot)
            if self.free(at, family) and at <= END:
                return slot
            slot += 1
        return None

    def weight(self, day):
        if day.month == 9:              # It grows.
            return 30 + 3 * day.day
        if day == LAST:
            return 12
        return 100 if day.weekday() else 120

    # ---------------------------------------------------------- a month

    def play_month(self, month):
        days = [d for d in self.days if d.month == month]
        weights = [self.weight(d) for d in days]
        most = MONTHS[month]
        failures = 0
        while tuple(self.counted[month]) != most:
            left = [m - c for m, c in zip(most, self.counted[month])]
            assert min(left) >= 0 and failures < 5000, (month, left)
            day = days[self.chance.weighed(weights)]
            failures += not self.play_thread(day, left)

    def play_thread(self, day, left):
        """One exchange on that day, if it fits; whether it did."""
        student = self.chance.one(self.district.students)
        family = self.family_of[student["id"]]
        noon = datetime.combine(day, time(12, 0))
        people_ = self.guardians(student, noon)
        if not people_ or family in self.quiet:
            return False
        person = people_[0] if self.chance.number(3) else self.chance.one(
            people_)
        if any(not self.reached(person["phones"][0], noon + timedelta(d))
               for d in (0, 4)):
            return False
        turns = self.shape(student, left)
        if sum(t[0] == "staff" for t in turns) > left[0] or sum(
                t[0] == "family" for t in turns) > left[1]:
            return False
        times = self.times(day, turns, family)
        if times is None:
            return False
        self.play(student, person, turns, times)
        return True

    def shape(self, student, left):
        """The turns of an exchange, so that what is left keeps its share."""
        if left[0] == 0:
            return [("family", "thanks")]
        asks = left[1] * 100 > left[0] * 54
        if asks and self.chance.number(3):
            what = self.chance.one(ASKS)
            turns = [("family", what), ("staff", what)]
            if self.chance.number(3) == 0:
                turns.append(("family", "thanks"))
            return turns
        template = self.chance.one(self.words["begin"])
        while template.get("at", student["school"]) != student["school"]:
            template = self.chance.one(self.words["begin"])
        then = self.chance.one(template["then"])
        turns = [("staff", template["words"])]
        if then == "react":
            turns.append(("react", ""))
        elif then == "none" and self.chance.number(80) == 0:
            turns.append(("drives", ""))
        elif then in ("thanks", "yes", "question") and asks:
            turns.append(("family", then))
            if then != "thanks":
                turns.append(("staff", "acknowledge" if then == "yes"
                              else "answer"))
            if then == "question" and self.chance.number(2):
                turns.append(("family", "thanks"))
        return turns

    def times(self, day, turns, family):
        """A moment for each turn, or None."""
        if turns[0][0] == "family":
            slot = self.chance.one((0, 2, 3, 5, 16, 21, 32, 34, 36, 40, 46))
        else:
            slot = STAFF_FROM + self.chance.number(STAFF_TO - STAFF_FROM)
        slot += self.chance.number(4)
        if day == date(2026, 11, 23) and slot < 10:
            slot += 10                  # After school was opened again.
        times = []
        for i, (who, _) in enumerate(turns):
            if who == "staff":
                slot = max(slot, STAFF_FROM)
            most = SLOTS - 3 if who != "staff" else (
                STAFF_TO + 3 if i else STAFF_TO)
            found = self.place(day, slot, most, family)
            if found is None:
                day = self.next_day(day)
                if day is None:
                    return None
                found = self.place(day, STAFF_FROM + self.chance.number(12),
                                   most, family)
                if found is None or day == date(2026, 11, 23):
                    return None
            at = self.moment(day, found)
            times.append(at)
            slot = found + 1 + self.chance.one((0, 0, 1, 1, 2, 3, 5, 8, 14))
            if OUTAGE[0] <= at <= OUTAGE[1]:
                slot = max(slot, found + 5)
        return times

    def play(self, student, person, turns, times):
        family = self.family_of[student["id"]]
        author = self.teacher(student, times[0])
        last = ""
        for (who, what), at in zip(turns, times):
            self.used.add((at, family))
            if who == "staff":
                if self.gone(author, at):
                    author = self.office(student["school"])
                last = self.write(student, person, author, what, at,
                                  at == times[0])
            elif who == "drives":
                self.phone(at, person["phones"][0], student["school"],
                           DRIVING)
            elif who == "react":
                likes = LIKES.get(person["language"], LIKED)
                self.phone(at, person["phones"][0], student["school"],
                           self.chance.one(likes) % last)
            else:
                self.family_writes(student, person, what, at)

    def write(self, student, person, author, what, at, first):
        if not first:
            words = self.staff_words(author, self.words[what], student, at)
            self.add(at, answer=author["name"], phone=person["phones"][0],
                     school=self.school(student), words=words)
        else:
            choices = [what]
            if author["name"] in people.OFFICES[student["school"]]:
                choices = [t["words"] for t in self.words["office"]]
            words = self.staff_words(author, choices, student, at)
            self.add(at, write=author["name"], students=[student["name"]],
                     words=words)
        self.count(at, 0)
        return "%s, %s: %s" % (self.school(student), author["name"], words)

    def family_writes(self, student, person, what, at):
        words = self.family_words(person, what, student)
        more = {}
        if what == "picture":
            more["media"] = ["https://media.example.org/%s-%d.jpg" % (
                student["id"], at.day)]
            words = words if at.day % 2 else ""
        self.phone(at, person["phones"][0], student["school"], words, **more)
        self.count(at, 1)

    def school(self, student):
        return dict(people.SCHOOLS)[student["school"]]

    # ------------------------------------------------------ special days

    def special_days(self):
        for roster, day in (("roster-1.zip", datetime(2026, 8, 26, 9, 0)),
                            ("roster-2.zip", datetime(2026, 10, 16, 16, 0)),
                            ("roster.zip", datetime(2026, 11, 13, 16, 0))):
            self.add(day, roster=roster)
        for name in people.LEFT:
            self.leave(self.staff[name])
        self.close()
        self.last_day()

    def pupils(self, wanted, count, at):
        """Students of whom a guardian is reached, of different families."""
        found, families = [], set()
        for student in self.chance.shuffled(self.district.students):
            family = self.family_of[student["id"]]
            if len(found) == count:
                return found
            if family in families or family in self.quiet or family in (
                    "agency",) or not wanted(student):
                continue
            here = self.guardians(student, at)
            if here and here[0]["phones"][0] not in self.stops:
                families.add(family)
                found.append((student, here[0]))
        return found

    def leave(self, member):
        """Three families had asked, and nobody had answered."""
        day = date.fromisoformat(member["left"])
        back = self.days[self.days.index(day) + 1]
        at = datetime.combine(day, time(14, 41))
        wanted = [(s, p) for s, p in self.pupils(
            lambda s: member in s["classes"][0]["team"], 3, at)]
        for i, (student, person) in enumerate(wanted):
            asked = at + timedelta(minutes=17 * i)
            self.play_at(student, person, ("homework", "meeting", "lost")[i],
                         asked, datetime.combine(back, time(7, 50 + i)))

    def play_at(self, student, person, what, asked, answered):
        family = self.family_of[student["id"]]
        self.used |= {(asked, family), (answered, family)}
        self.family_writes(student, person, what, asked)
        clerk = self.staff[people.OFFICES[student["school"]][0]]
        self.write(student, person, clerk, what, answered, False)

    def close(self):
        """Ice at half past five; some answer, and what is asked for is
        answered by the office."""
        at = datetime.combine(CLOSED, time(5, 31))
        words = ("School is closed today, Friday, November 20, because of "
                 "ice. All after-school programs are off, too. Stay safe!")
        for school, name in people.SCHOOLS:
            self.add(at, write=people.DESK[0], school=name, words=words,
                     kind="closing", readers="nobody")
        for school, name in people.SCHOOLS:
            self.add(datetime(2026, 11, 23, 8, 5), write=people.OFFICES[
                school][0], school=name, kind="announcement",
                readers="office", words="School is open today. "
                "Sidewalks are still icy, so please come with good shoes.")
        for i, (student, person) in enumerate(self.pupils(
                lambda s: True, 11, at)):
            self.quiet.add(self.family_of[student["id"]])
            asked = at + timedelta(minutes=14 + 9 * i)
            if i % 4:
                self.phone(asked, person["phones"][0], student["school"],
                           self.family_words(person, "thanks", student))
            else:
                self.play_at(student, person, "pickup", asked,
                             asked + timedelta(hours=2))

    def last_day(self):
        """What is still waiting for an answer on the last morning."""
        start = datetime(2026, 12, 7, 18, 2)
        wanted = ["en-US", "es-US", "en-US", "es-US", "pt-BR", "vi", "ar",
                  "sq", "ht", "ak", "ne", "ps", "es-US", "en-US"]
        asks = ("meeting", "picture", "homework", "lost", "bus", "pickup",
                "meeting", "sick", "homework", "late", "sick", "meeting",
                "sick", "picture")
        for i, (language, what) in enumerate(zip(wanted, asks)):
            student, person = self.pupils(
                lambda s, of=language: s["language"] == of and
                s["guardians"][0]["language"] == of, 1, start)[0]
            self.quiet.add(self.family_of[student["id"]])
            at = start + timedelta(minutes=16 * i)
            if i > 7:
                at = datetime(2026, 12, 8, 7, 3) + timedelta(
                    minutes=24 * (i - 8))
            self.family_writes(student, person, what, at)

    def strangers(self):
        """Numbers of nobody: who reached the wrong school, who sells."""
        words = ("Hi, is this the dentist?", "Who is this?",
                 "Hello, is the gym open on Saturday?",
                 "I got a text from you, I think it is a mistake.",
                 "Is this Grace?", "Hola, ¿quién es?",
                 "Do you need your windows cleaned?",
                 "Good morning, I am Ben's uncle and my number is new.")
        for i, phone in enumerate(self.district.strangers):
            at = datetime.combine(self.days[5 + 8 * i], time(9, 14 + i))
            if i == len(words) - 1:
                at = datetime(2026, 12, 8, 9, 41)
            school = people.SCHOOLS[i % 3]
            self.phone(at, phone, school[0], words[i])
            if i < 6:
                self.add(at + timedelta(minutes=40), answer=people.OFFICES[
                    school[0]][0], phone=phone, school=school[1],
                    words="This is %s. You may have the wrong number." %
                    school[1])

    # ----------------------------------------------- announcements, notices

    def announce(self):
        for month in MONTHS:
            days = [d for d in self.days if d.month == month and d != LAST]
            for n, (school, name) in enumerate(people.SCHOOLS):
                if month != 9 and n != month % 3:
                    continue
                at = self.moment(days[len(days) // 3 + n], 30 + n)
                self.add(at, write=people.OFFICES[school][0], school=name,
                         kind="announcement", readers="office",
                         words=self.words["school"][(month + n) % 5])
            for n, one in enumerate(self.district.classes):
                if (n + month) % 2 == 0:
                    self.class_news(one, days[n % len(days)], n)

    def class_news(self, one, day, n):
        at = self.moment(day, 35 + n % 7)
        team = [m for m in one["team"] if not self.gone(m, at)]
        if not team:
            return
        for _ in range(100):
            words = self.fill(self.words["class"][(n + at.month) % 7].replace(
                "{place}", self.chance.one(self.words["place"])),
                {"given": ""})
            if (one["id"], words) not in self.told:
                break
        self.told.add((one["id"], words))
        self.add(at, write=team[0]["name"], school=dict(people.SCHOOLS)[
            one["school"]], **{"class": one["title"]},
            kind="announcement", readers="class_team", words=words)

    def attendance(self):
        """Who was missed, in the morning; and a late bus now and then."""
        for day in self.days:
            if day == LAST or self.chance.number(2):
                continue
            student = self.chance.one(self.district.students)
            family = self.family_of[student["id"]]
            at = self.moment(day, 11)
            if family in self.quiet or not self.free(at, family):
                continue
            self.add(at, write=people.OFFICES[student["school"]][2],
                     students=[student["name"]], kind="attendance",
                     readers="office", words="%s was not in school this "
                     "morning, %s. If you have told us already, please "
                     "ignore this." % (student["given"],
                                       "%s %d" % (
                                           day.strftime("%B"), day.day)))
        for n, day in enumerate(self.days[9::14]):
            one = [c for c in self.district.classes if c["homeroom"]][n * 3]
            self.add(self.moment(day, 33), write=people.OFFICES[
                one["school"]][0], school=dict(people.SCHOOLS)[
                one["school"]], **{"class": one["title"]}, kind="today",
                readers="office", words="Bus %d is about 20 minutes late "
                "this afternoon." % (3 + 2 * n))

    def write_out(self):
        for at, _, event in sorted(self.events, key=lambda e: e[:2]):
            yield {"at": at.strftime("%Y-%m-%d %H:%M"), **event}

    def save(self, path):
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            for event in self.write_out():
                json.dump(event, out, ensure_ascii=False)
                out.write("\n")
