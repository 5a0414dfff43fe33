#!/usr/bin/env python3
"""Rosters as other systems export them, made for tests and benches: a
OneRoster 1.2 zip of any size, the same for the same seed.

    roster.py FILE [STUDENTS]
"""

import csv
import io
import random
import sys
import zipfile

USERS = ("sourcedId status dateLastModified enabledUser username userIds "
         "givenName familyName middleName identifier email sms phone "
         "agentSourcedIds grades password userMasterIdentifier "
         "resourceSourcedIds preferredGivenName preferredMiddleName "
         "preferredFamilyName primaryOrgSourcedId pronouns "
         "metadata.preferredLanguage metadata.contactRestricted "
         "metadata.relation").split()
COLUMNS = {
    "orgs": "sourcedId status dateLastModified name type identifier "
            "parentSourcedId".split(),
    "users": USERS,
    "roles": "sourcedId status dateLastModified userSourcedId roleType role "
             "beginDate endDate orgSourcedId userProfileSourcedId".split(),
    "classes": "sourcedId status dateLastModified title grades "
               "courseSourcedId classCode classType location schoolSourcedId "
               "termSourcedIds subjects subjectCodes periods".split(),
    "enrollments": "sourcedId status dateLastModified classSourcedId "
                   "schoolSourcedId userSourcedId role primary beginDate "
                   "endDate".split(),
    "courses": "sourcedId status dateLastModified schoolYearSourcedId title "
               "courseCode grades orgSourcedId subjects subjectCodes".split(),
    "academicSessions": "sourcedId status dateLastModified title type "
                        "startDate endDate parentSourcedId "
                        "schoolYear".split(),
}
FILES = ("academicSessions categories classes classResources courses "
         "courseResources demographics enrollments lineItemLearningObjectiveIds "
         "lineItems lineItemScoreScales orgs resources "
         "resultLearningObjectiveIds results resultScoreScales roles "
         "scoreScales userProfiles userResources users").split()
LANGUAGES = ("en-US", "es-US", "pt-BR", "vi", "ar", "ht")
GIVEN = ("Ivy", "Leo", "Max", "Ana", "Noah", "Mia", "Sofía", "José", "Linh",
         "Fatima", "Kwame", "Élise")
FAMILY = ("Rivera", "Walsh", "Nguyen", "Okafor", "Silva", "Haddad", "Berisha",
          "Pierre", "Gurung", "Khan", "O'Neil", "Lopez-Ruiz")


class Roster:
    """Rows by file and sourcedId, which a test may change before it saves."""

    def __init__(self, students=60, seed=1):
        self.random = random.Random(seed)
        self.rows = {name: {} for name in COLUMNS}
        self.phones = 0
        self.fill(students)

    def add(self, file, **row):
        self.rows[file][row["sourcedId"]] = row

    def role(self, user, role, org):
        self.add("roles", sourcedId="r-%s-%s" % (user, org),
                 userSourcedId=user, roleType="primary", role=role,
                 orgSourcedId=org)

    def user(self, name, given, family, role, org, **more):
        self.add("users", sourcedId=name, enabledUser="true", username=name,
                 givenName=given, familyName=family, **more)
        self.role(name, role, org)

    def phone(self):
        """Fictitious ones first, then any: there are 100 in an area."""
        self.phones += 1
        areas = (508, 774, 617, 857, 781, 339, 978, 351, 413)
        if self.phones <= 900:
            return "+1%d5550%03d" % (areas[(self.phones - 1) // 100],
                                     100 + (self.phones - 1) % 100)
        return "+1%d%07d" % (areas[self.phones % 9],
                             2000000 + self.phones)

    def enrol(self, user, school, room, role="student"):
        self.add("enrollments", sourcedId="e-%s-%s" % (user, room),
                 classSourcedId=room, schoolSourcedId=school,
                 userSourcedId=user, role=role,
                 primary="true" if role == "teacher" else "")

    def school(self, i):
        name = "school%d" % i
        self.add("orgs", sourcedId=name, name="School %d" % i, type="school",
                 parentSourcedId="district")
        self.user("principal%d" % i, "Pat", "Principal%d" % i, "principal",
                  name)
        return name

    def room(self, i, school, kind):
        name = "class%d" % i
        self.add("classes", sourcedId=name, title="Room %d" % i,
                 courseSourcedId="course", classType=kind,
                 schoolSourcedId=school, termSourcedIds="term")
        teacher = "teacher%d" % i
        self.user(teacher, "Terry", "Teacher%d" % i, "teacher", school,
                  email="t%d@example.org" % i)
        self.enrol(teacher, school, name, "teacher")
        return name

    def student(self, i, school, rooms):
        name, r = "student%d" % i, self.random
        family = r.choice(FAMILY)
        language = r.choice(LANGUAGES)
        parents = ["parent%d" % i]
        self.user(parents[0], r.choice(GIVEN), family, "parent", school,
                  sms=self.phone(), **{"metadata.preferredLanguage": language,
                                       "metadata.relation": "mother"})
        if i % 5 < 3:
            parents.append("second%d" % i)
            self.user(parents[1], r.choice(GIVEN), family, "parent", school,
                      sms="" if i % 20 == 0 else self.phone(),
                      email="p%d@example.org" % i,
                      **{"metadata.preferredLanguage": language,
                         "metadata.relation": "father"})
        if i % 10 == 9:
            parents[0] = "parent%d" % (i - 1)       # A brother or sister.
        self.user(name, r.choice(GIVEN), family, "student", school,
                  agentSourcedIds=",".join(parents))
        for room in rooms:
            self.enrol(name, school, room)

    def fill(self, students):
        self.add("orgs", sourcedId="district", name="Testing District",
                 type="district")
        self.add("academicSessions", sourcedId="term", title="Year",
                 type="schoolYear", startDate="2026-08-01",
                 endDate="2027-07-01", schoolYear="2027")
        self.add("courses", sourcedId="course", title="All of it",
                 orgSourcedId="district")
        self.user("desk", "Dora", "Desk", "districtAdministrator", "district")
        schools = max(2, students // 1000)
        per = (students + schools - 1) // schools
        made = rooms = 0
        for i in range(schools):
            school = self.school(i)
            upper = i % 2 == 1                      # Several classes each.
            here = min(per, students - made)
            count = max(2, here * 2 // 25 if upper else here // 25)
            names = []
            for _ in range(count):
                names.append(self.room(rooms, school, "scheduled" if upper
                                       else "homeroom"))
                rooms += 1
            for k in range(here):
                mine = [names[k % count]]
                if upper:
                    mine = sorted({names[(k * 7 + n * 3) % count]
                                   for n in range(5)})
                self.student(made, school, mine)
                made += 1

    def csv(self, name):
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS[name], lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(self.rows[name].values())
        return out.getvalue()

    def save(self, path):
        present = [name for name in COLUMNS if self.rows[name]]
        manifest = [("propertyName", "value"), ("manifest.version", "1.0"),
                    ("oneroster.version", "1.2"),
                    ("source.systemName", "Testing")]
        manifest += [("file." + name, "bulk" if name in present else "absent")
                     for name in FILES]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("manifest.csv", "".join("%s,%s\r\n" % row
                                               for row in manifest))
            for name in present:
                z.writestr(name + ".csv", self.csv(name))
        return path


if __name__ == "__main__":
    Roster(int(sys.argv[2]) if len(sys.argv) > 2 else 600).save(sys.argv[1])
