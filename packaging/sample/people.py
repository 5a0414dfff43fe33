"""Who there is in Millbrook: schools, classes, staff, students, guardians.

All of it follows from the tables below and from chance that is the same
every time, so a district that is made twice is the same twice.
"""

import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))

AREAS = ("508", "774", "617", "857", "781", "339", "978", "351", "413")
LANGUAGES = (("en-US", 258), ("es-US", 190), ("pt-BR", 44), ("vi", 28),
             ("ar", 22), ("sq", 17), ("ht", 14), ("ak", 12), ("ne", 11),
             ("ps", 4))
GUARDIANS = 900
BY_TEXT, BY_EMAIL, BY_NOTHING = 842, 38, 20
FOSTERED = 6            # Students of the agency, which is one guardian.
SHARED = 24             # Families with one phone for two guardians.
SECOND_PHONES = 12
BROKEN = ("unknown", "unknown", "unknown", "landline", "landline", "off")
STRANGERS = 8           # Numbers that nobody of the district has.

SCHOOLS = (("oak", "Oak Elementary School"),
           ("middle", "Millbrook Middle School"),
           ("high", "Millbrook High School"))
OFFICES = {
    "oak": ("Grace Chen", "Linda Marsh", "Ruth Ames"),
    "middle": ("Paula Silva", "Victor Lund", "Gail Porter"),
    "high": ("Andre Fontaine", "Holly Burke", "Nina Castellano")}
DESK = ("Carmen Lopez", "Walter Pratt")
LEARNERS = {"oak": "Elena Duarte", "middle": "Samira Nouri",
            "high": "Jorge Beltran"}
AIDES = ("Dana Whitfield", "Kim Sorensen")
TEACHERS = (
    "Min Park", "Daniel Oduya", "Judith Hale", "Carla Benoit", "Frank Dunne",
    "Priya Raman", "Martha Lindqvist", "Joel Abrams", "Tanya Brooks-Lee",
    "Sean Gallagher", "Rosalie Petit", "Hugo Marchetti", "Thomas Reed",
    "Anita Kapoor", "Bridget Foley", "Marcus Webb", "Ellen Sandoval",
    "Colin Prescott", "Sylvia Brandt", "Harold Finch", "Noreen Daly",
    "Estelle Morin", "Ravi Menon", "Gloria Stanton", "Peter Vasquez",
    "Louise Hartman")
SIGNS = "Dũng"          # A father, who signs without accents.
EXAMPLE = ("Ben Walsh", "Kate Walsh", "Owen Walsh")     # Of the README.
# Who works for the district and is in no roster: name, role on the pages.
BY_HAND = (("Nadia Ferris", "language"), ("Ingrid Solberg", "analyst"),
           ("Martin Keane", "auditor"))
APPROVES = {"Nadia Ferris": ["ar", "es-US"]}    # Languages she speaks.
LEFT = {"Colin Prescott": "2026-10-16", "Harold Finch": "2026-11-13"}


def table(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


class Chance:
    """Numbers that look like chance (SplitMix64), the same ones each time."""

    def __init__(self, seed):
        self.state = seed

    def number(self, below):
        most = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & most
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & most
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & most
        return (z ^ (z >> 31)) % below

    def one(self, things):
        return things[self.number(len(things))]

    def weighed(self, weights):
        """The place of one of the weights."""
        at = self.number(sum(weights))
        for place, weight in enumerate(weights):
            if at < weight:
                return place
            at -= weight
        raise AssertionError

    def shuffled(self, things):
        things = list(things)
        for i in range(len(things) - 1, 0, -1):
            j = self.number(i + 1)
            things[i], things[j] = things[j], things[i]
        return things


class District:
    def __init__(self):
        self.name = "Millbrook Public Schools (sample)"
        self.chance = Chance(20260901)
        self.names = table("names.json")
        self.taken = set(OFFICES["oak"] + OFFICES["middle"] +
                         OFFICES["high"] + DESK + AIDES + TEACHERS +
                         tuple(LEARNERS.values()) + EXAMPLE )
        numbers = ["+1%s55501%02d" % (area, i)
                   for area in AREAS for i in range(100)]
        self.numbers = dict(zip(("", "oak", "middle", "high"), numbers))
        self.free = self.chance.shuffled(numbers[4:])
        self.make_classes()
        self.make_staff()
        self.make_families()
        self.make_guardians()
        self.make_reach()
        self.make_exceptions()
        self.strangers = [self.free.pop() for _ in range(STRANGERS)]

    # ------------------------------------------------------- the schools

    def make_classes(self):
        """Homerooms, each with its grade and how many sit there; and one
        class of each school for those who learn English."""
        self.classes = []
        rooms = [("oak", 0, "Kindergarten, Room %d", 1, 20)]
        rooms += [("oak", g, "Grade %d, Room %%d" % g, 1, 20)
                  for g in range(1, 6)]
        rooms += [("middle", g, "Grade %d, Team %%s" % g, ("Blue", "Gold"),
                   28) for g in range(6, 9)]
        rooms += [("high", g, "Grade %d, Homeroom %%s" % g, ("A", "B"), 24)
                  for g in range(9, 13)]
        room = 0
        for school, grade, title, parts, seats in rooms:
            for half in range(2):
                room += 1
                part = room if parts == 1 else parts[half]
                self.classes.append({
                    "id": "class-%02d" % room, "school": school,
                    "grade": grade, "title": title % part, "seats": seats,
                    "team": [], "students": [], "homeroom": True})
        for school, name in SCHOOLS:
            self.classes.append({
                "id": "class-ell-" + school, "school": school, "grade": None,
                "title": "English Learners", "team": [], "students": [],
                "homeroom": False})

    def staff_member(self, name, role, school, class_id=None):
        number = len(self.staff) + 1
        given, family = name.split(" ", 1)
        self.staff.append({
            "id": "staff-%02d" % number, "name": name, "given": given,
            "family": family, "role": role, "school": school,
            "email": "%s.%s@millbrook.example" % (
                given.lower(), family.lower().replace(" ", "")),
            "language": "pt-BR" if name == "Paula Silva" else "en-US",
            "phone": None, "left": LEFT.get(name)})
        for one in self.classes:
            if one["id"] == class_id:
                one["team"].append(self.staff[-1])

    def make_staff(self):
        self.staff = []
        for name in DESK:
            self.staff_member(name, "districtAdministrator", "")
        for school, names in OFFICES.items():
            self.staff_member(names[0], "siteAdministrator", school)
            self.staff_member(names[1], "principal", school)
            self.staff_member(names[2], "siteAdministrator", school)
        rooms = [c for c in self.classes if c["homeroom"]]
        for one, name in zip(rooms, TEACHERS):
            self.staff_member(name, "teacher", one["school"], one["id"])
        for school, name in LEARNERS.items():
            self.staff_member(name, "teacher", school, "class-ell-" + school)
        for one, name in zip(rooms, AIDES):
            self.staff_member(name, "aide", one["school"], one["id"])
        for member in self.chance.shuffled(self.staff)[:24]:
            if member["name"] != "Daniel Oduya":
                member["phone"] = self.free.pop()

    # ------------------------------------------------------ the families

    def sizes(self, count):
        """How many children the families of so many students have."""
        sizes = []
        while count > 0:
            size = min(1 + self.chance.weighed((68, 24, 6, 2)), count)
            sizes.append(size)
            count -= size
        return sizes

    def make_families(self):
        self.families = []
        left = FOSTERED
        for language, count in LANGUAGES:
            foster = min(left, 2) if language in ("en-US", "es-US",
                                                  "pt-BR") else 0
            left -= foster
            for size in self.sizes(count - foster):
                self.families.append({"language": language, "size": size,
                                      "agency": False})
            for _ in range(foster):
                self.families.append({"language": language, "size": 1,
                                      "agency": True})
        order = sorted(self.chance.shuffled(self.families),
                       key=lambda f: -f["size"])
        seats = {g: sum(c["seats"] for c in self.classes
                        if c["grade"] == g) for g in range(13)}
        self.students = []
        for family in order:
            self.make_children(family, seats)
        self.students.sort(key=lambda s: (s["grade"], s["family"], s["given"]))
        for i, student in enumerate(self.students):
            student["id"] = "student-%03d" % (i + 1)
        self.seat_students()

    def make_children(self, family, seats):
        names = self.names[family["language"]]
        family["name"] = self.chance.one(names["family"])
        family["students"] = []
        grades = self.chance.shuffled(g for g in seats for _ in range(seats[g]))
        grades = list(dict.fromkeys(grades))[:family["size"]]
        for grade in grades:
            seats[grade] -= 1
            student = {"grade": grade, "family": family["name"],
                       "language": family["language"], "of": family,
                       "guardians": [], "classes": [],
                       "school": "oak" if grade < 6 else
                       "middle" if grade < 9 else "high"}
            self.give_name(student, names)
            family["students"].append(student)
            self.students.append(student)

    def give_name(self, person, names, sex=None):
        """A name that nobody else has."""
        while True:
            given = self.chance.one(names[sex or self.chance.one(
                ("female", "male"))])
            name = "%s %s" % (given, person["family"])
            if name not in self.taken:
                break
            if self.chance.number(4) == 0:
                person["family"] = self.chance.one(names["family"])
        self.taken.add(name)
        person["given"], person["name"] = given, name

    def seat_students(self):
        rooms = {g: [c for c in self.classes if c["grade"] == g]
                 for g in range(13)}
        for student in self.students:
            room = rooms[student["grade"]][0]
            if len(room["students"]) == room["seats"]:
                room = rooms[student["grade"]][1]
            room["students"].append(student)
            student["classes"].append(room)
            learns = student["language"] != "en-US"
            if learns and self.chance.number(4) == 0:
                self.classes[-3 + [s for s, _ in SCHOOLS].index(
                    student["school"])]["students"].append(student)
        for one in self.classes[-3:]:
            for student in one["students"]:
                student["classes"].append(one)

    # ----------------------------------------------------- the guardians

    def guardian(self, family, relation, sex, language=None):
        names = self.names[family["language"]]
        person = {"family": family["name"], "relation": relation,
                  "language": language or family["language"],
                  "phones": [], "emails": [], "restricted": [],
                  "silent": [], "students": list(family["students"])}
        if relation != "father" and self.chance.number(3) == 0:
            person["family"] = self.chance.one(names["family"])
        self.give_name(person, names, sex)
        family["guardians"].append(person)
        self.guardians.append(person)
        return person

    def make_guardians(self):
        self.guardians = []
        own = [f for f in self.families if not f["agency"]]
        alone = set(map(id, self.chance.shuffled(own)[:36]))
        more = GUARDIANS - 1 - 2 * len(own) + len(alone)
        crowd = set(map(id, self.chance.shuffled(
            f for f in own if id(f) not in alone)[:more]))
        for family in self.families:
            family["guardians"] = []
        for family in own:
            self.guardian(family, "mother", "female")
            if id(family) not in alone:
                english = self.chance.number(6) == 0
                self.guardian(family, "father", "male",
                              "en-US" if english else None)
            if id(family) in crowd:
                relation, sex = self.chance.one((
                    ("grandmother", "female"), ("aunt", "female"),
                    ("stepfather", "male"), ("grandfather", "male")))
                self.guardian(family, relation, sex)
        self.make_agency()
        for i, person in enumerate(self.guardians):
            person["id"] = "guardian-%03d" % (i + 1)
            for student in person["students"]:
                student["guardians"].append(person)

    def make_agency(self):
        """One guardian of several students who have no other one."""
        fostered = [f for f in self.families if f["agency"]]
        agency = {"given": "Millbrook", "family": "Family Services",
                  "name": "Millbrook Family Services", "phones": [],
                  "emails": [], "language": "en-US", "relation": "agency",
                  "restricted": [], "silent": [],
                  "students": [f["students"][0] for f in fostered]}
        for family in fostered:
            family["guardians"] = [agency]
        self.guardians.append(agency)

    def make_reach(self):
        """Who is reached by text, who by email only, who not at all."""
        second = [g for g in self.guardians if g["relation"] not in
                  ("mother", "agency")]
        first = [g for g in self.guardians if g["relation"] == "mother" and
                 len(g["students"][0]["guardians"]) > 1]
        second, first = self.chance.shuffled(second), self.chance.shuffled(
            first)
        nothing = second[:BY_NOTHING - 4] + first[:4]
        email = second[BY_NOTHING:BY_NOTHING + 30] + first[4:12]
        self.unreached = nothing
        without = set(map(id, nothing)) | set(map(id, email))
        for person in self.guardians:
            mail = "%s.%s@mail.example" % (person["id"], "home")
            if id(person) in without:
                person["emails"] = [mail] if person in email else []
                continue
            person["phones"] = [self.free.pop()]
            if self.chance.number(5) < 2:
                person["emails"] = [mail]

    def make_exceptions(self):
        """Shared phones, second phones, phones that do not work, and who
        must not be written to."""
        pairs = [f["guardians"] for f in self.families if not f["agency"] and
                 len(f["guardians"]) == 2 and
                 all(g["phones"] for g in f["guardians"])]
        pairs = self.chance.shuffled(pairs)
        for one, other in pairs[:SHARED]:
            self.free.append(other["phones"][0])
            other["phones"] = list(one["phones"])
        for one, _ in pairs[SHARED:SHARED + SECOND_PHONES]:
            one["phones"].append(self.free.pop())
        self.broken = {}
        for fault, (_, other) in zip(BROKEN, pairs[SHARED + SECOND_PHONES:]):
            self.broken[other["phones"][0]] = fault
        for person in self.unreached[:2]:
            person["restricted"] = list(person["students"])
        several = [f for f in self.families if f["size"] > 1 and
                   len(f["guardians"]) == 3 and f["guardians"][2]["phones"]]
        several[0]["guardians"][2]["restricted"] = [
            several[0]["students"][0]]
        several[1]["guardians"][2]["silent"] = [several[1]["students"][0]]
        self.make_parent_of_staff()
        self.make_example()
        self.make_signature()

    def make_example(self):
        """A family in the first class, with two phones, that is left alone
        by the history: the one to try things with."""
        family = next(
            f for f in self.families if f["size"] == 1 and
            f["language"] == "en-US" and len(f["guardians"]) == 2 and
            f["students"][0] in self.classes[0]["students"] and
            all(len(g["phones"]) == 1 and g["language"] == "en-US" and
                g["phones"][0] not in self.broken for g in f["guardians"]) and
            f["guardians"][0]["phones"] != f["guardians"][1]["phones"])
        family["example"] = True
        for person, name in zip(family["students"] + family["guardians"],
                                EXAMPLE):
            given, last = name.split(" ")
            person.update({"name": name, "given": given, "family": last})

    def make_signature(self):
        """His name, as he signs it on a phone, is a word of consent in his
        language: stop."""
        father = next(
            g for g in self.guardians if g["relation"] == "father" and
            g["language"] == "vi" and len(g["phones"]) == 1 and
            len(g["students"]) == 1 and g["students"][0]["grade"] < 6 and
            g["students"][0]["guardians"][0]["phones"] != g["phones"] and
            g["phones"][0] not in self.broken)
        father.update({"given": SIGNS,
                       "name": "%s %s" % (SIGNS, father["family"])})

    def make_parent_of_staff(self):
        """A teacher at Oak who has a child at the middle school."""
        teacher = next(s for s in self.staff if s["name"] == "Daniel Oduya")
        family = next(
            f for f in self.families if f["size"] == 1 and
            f["language"] == "en-US" and len(f["guardians"]) == 2 and
            f["students"][0]["school"] == "middle" and
            len(f["guardians"][1]["phones"]) == 1 and
            f["guardians"][1]["phones"] != f["guardians"][0]["phones"] and
            f["guardians"][1]["phones"][0] not in self.broken)
        father = family["guardians"][1]
        father.update({"id": teacher["id"], "given": teacher["given"],
                       "family": teacher["family"], "name": teacher["name"],
                       "emails": [teacher["email"]]})
        teacher["phone"] = father["phones"][0]
