"""The district as files: a roster in OneRoster 1.2, and what `homeline init`
wants to know before there is one."""

import csv
import io
import json
import zipfile

from people import APPROVES, BY_HAND, SCHOOLS

HEADS = {
    "academicSessions": "sourcedId,status,dateLastModified,title,type,"
    "startDate,endDate,parentSourcedId,schoolYear",
    "classes": "sourcedId,status,dateLastModified,title,grades,"
    "courseSourcedId,classCode,classType,location,schoolSourcedId,"
    "termSourcedIds,subjects,subjectCodes,periods",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,"
    "courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,"
    "schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,"
    "parentSourcedId",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,"
    "beginDate,endDate,orgSourcedId,userProfileSourcedId",
    "users": "sourcedId,status,dateLastModified,enabledUser,username,userIds,"
    "givenName,familyName,middleName,identifier,email,sms,phone,"
    "agentSourcedIds,grades,password,userMasterIdentifier,"
    "resourceSourcedIds,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns,"
    "metadata.preferredLanguage,metadata.relation,"
    "metadata.contactRestricted",
    "family_contacts": "studentSourcedId,guardianSourcedId,relation,"
    "restricted,writeTo",
}
FILES = ("academicSessions categories classes classResources courses "
         "courseResources demographics enrollments "
         "lineItemLearningObjectiveIds lineItems lineItemScoreScales orgs "
         "resources resultLearningObjectiveIds results resultScoreScales "
         "roles scoreScales userProfiles userResources users").split()
DISTRICT = "millbrook"
YEAR = "year-2027"
BEGINS, ENDS = "2026-08-26", "2027-06-18"
ROLE_OF = {"mother": "parent", "father": "parent", "agency": "guardian",
           "stepfather": "guardian"}


def grade_code(grade):
    return "KG" if grade == 0 else "%02d" % grade


def number_text(phone):
    """As a person in an office writes it."""
    return "(%s) %s-%s" % (phone[2:5], phone[5:8], phone[8:])


class Roster:
    """The files of a roster as it is on a day."""

    def __init__(self, district, day):
        self.district = district
        self.day = day
        self.rows = {name: [] for name in HEADS}
        self.roles = 0
        self.sessions()
        self.orgs()
        self.classes()
        self.staff()
        self.students()
        self.guardians()

    def add(self, file, /, **fields):
        columns = HEADS[file].split(",")
        fields = {k.replace("__", "."): v for k, v in fields.items()}
        assert set(fields) <= set(columns), fields
        self.rows[file].append([fields.get(c, "") for c in columns])

    def sessions(self):
        self.add("academicSessions", sourcedId=YEAR, title="2026-2027",
                 type="schoolYear", startDate=BEGINS, endDate=ENDS,
                 schoolYear="2027")

    def orgs(self):
        self.add("orgs", sourcedId=DISTRICT, name=self.district.name,
                 type="district")
        for school, name in SCHOOLS:
            self.add("orgs", sourcedId=school, name=name, type="school",
                     parentSourcedId=DISTRICT)
            self.add("courses", sourcedId="course-" + school,
                     schoolYearSourcedId=YEAR, title="Homeroom",
                     orgSourcedId=school)
            self.add("courses", sourcedId="course-ell-" + school,
                     schoolYearSourcedId=YEAR, title="English Learners",
                     orgSourcedId=school)

    def classes(self):
        for one in self.district.classes:
            home = one["homeroom"]
            self.add("classes", sourcedId=one["id"], title=one["title"],
                     grades=grade_code(one["grade"]) if home else "",
                     courseSourcedId="course-%s%s" % (
                         "" if home else "ell-", one["school"]),
                     classType="homeroom" if home else "scheduled",
                     schoolSourcedId=one["school"], termSourcedIds=YEAR)

    def role(self, user, role, org, primary=True):
        self.roles += 1
        self.add("roles", sourcedId="role-%04d" % self.roles,
                 userSourcedId=user, role=role, orgSourcedId=org,
                 roleType="primary" if primary else "secondary")

    def enrol(self, one, user, role, primary):
        self.add("enrollments", sourcedId="enrol-%s-%s" % (
                 one["id"][6:], user), classSourcedId=one["id"],
                 schoolSourcedId=one["school"], userSourcedId=user,
                 role=role, primary=primary, beginDate=BEGINS, endDate=ENDS)

    def staff(self):
        parents = {g["id"] for g in self.district.guardians}
        for member in self.district.staff:
            if member["left"] and member["left"] <= self.day:
                continue
            org = member["school"] or DISTRICT
            self.role(member["id"], member["role"], org)
            if member["id"] not in parents:
                self.user(member, member["email"], member["phone"], "", org)
            for one in self.district.classes:
                if member in one["team"]:
                    self.enrol(one, member["id"], member["role"], "false")

    def user(self, person, email, sms, phone, org, **more):
        self.add("users", sourcedId=person["id"], enabledUser="true",
                 username=person["id"], givenName=person["given"],
                 familyName=person["family"], email=email,
                 sms=number_text(sms) if sms else "",
                 phone=number_text(phone) if phone else "",
                 primaryOrgSourcedId=org,
                 metadata__preferredLanguage=person["language"], **more)

    def students(self):
        for student in self.district.students:
            self.user(student, "", None, None, student["school"],
                      grades=grade_code(student["grade"]),
                      agentSourcedIds=",".join(
                          g["id"] for g in student["guardians"]))
            self.role(student["id"], "student", student["school"])
            for i, one in enumerate(student["classes"]):
                self.enrol(one, student["id"], "student",
                           "true" if i == 0 else "false")

    def guardians(self):
        staff = {s["id"] for s in self.district.staff}
        for person in self.district.guardians:
            phones = person["phones"] + [None, None]
            self.user(person, "".join(person["emails"][:1]), phones[0],
                      phones[1], person["students"][0]["school"],
                      agentSourcedIds=",".join(
                          s["id"] for s in person["students"]),
                      metadata__relation=person["relation"],
                      metadata__contactRestricted="true" if len(
                          person["restricted"]) == len(person["students"])
                      else "")
            self.exceptions(person)
            for school in dict.fromkeys(
                    s["school"] for s in person["students"]):
                self.role(person["id"], ROLE_OF.get(
                    person["relation"], "relative"), school,
                    person["id"] not in staff)

    def exceptions(self, person):
        """What is true of one child only has no place in OneRoster."""
        if len(person["restricted"]) == len(person["students"]):
            return
        for student in person["restricted"] + person["silent"]:
            no = student in person["restricted"]
            self.add("family_contacts", studentSourcedId=student["id"],
                     guardianSourcedId=person["id"],
                     relation=person["relation"],
                     restricted="true" if no else "",
                     writeTo="" if no else "false")

    def manifest(self):
        rows = [("propertyName", "value"), ("manifest.version", "1.0"),
                ("oneroster.version", "1.2")]
        rows += [("file." + f, "bulk" if f in HEADS else "absent")
                 for f in FILES]
        return rows + [("source.systemName", "Millbrook sample"),
                       ("source.systemCode", "sample")]

    def write(self, path):
        files = {"manifest": self.manifest()}
        for name, rows in self.rows.items():
            files[name] = [HEADS[name].split(",")] + rows
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
            for name in sorted(files):
                text = io.StringIO(newline="")
                csv.writer(text, lineterminator="\r\n").writerows(files[name])
                about = zipfile.ZipInfo(name + ".csv", (2026, 8, 24, 8, 0, 0))
                about.create_system = 3
                about.external_attr = 0o644 << 16
                out.writestr(about, text.getvalue().encode("utf-8"))


def numbers(district):
    return [{"number": n, "account": "main", **({"school": s} if s else {})}
            for s, n in district.numbers.items()]


# Who signs in from the first day on; all others are invited by them.
FIRST = ("Carmen Lopez", "Grace Chen", "Linda Marsh", "Min Park",
         "Judith Hale")
WITH_KEY = ("Carmen Lopez", "Grace Chen", "Min Park")


def first_of(member):
    """One of them as `homeline init` wants it."""
    entry = {"key": member["id"], "name": member["name"],
             "language": member["language"], "email": member["email"]}
    if member["name"] in WITH_KEY:
        entry["api_key"] = True
    if member["name"] == "Carmen Lopez":
        entry["roles"] = ["district_admin"]
    if member["role"] == "principal":
        entry["admin_of"] = [member["school"]]
    return entry


def by_hand():
    for name, role in BY_HAND:
        mailbox = name.lower().replace(" ", ".") + "@millbrook.example"
        yield {"key": mailbox.split("@")[0], "name": name, "email": mailbox,
               "roles": [role], "by_hand": True,
               "approves": APPROVES.get(name, [])}


def beginning(district):
    """What `homeline init` begins with: our numbers, the schools, and who
    signs in.  All others come by the roster, under the same names."""
    first = [s for s in district.staff if s["name"] in FIRST]
    return {
        "name": district.name, "zone": "America/New_York", "sample": True,
        "numbers": numbers(district),
        "schools": [{"key": key, "name": name,
                     "office": [s["id"] for s in first if s["school"] == key
                                and s["role"] == "siteAdministrator"]}
                    for key, name in SCHOOLS],
        "desk": [s["id"] for s in first if not s["school"]],
        "staff": [first_of(s) for s in first] + list(by_hand()),
        "students": [], "guardians": []}


def write_json(path, content):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        json.dump(content, out, ensure_ascii=False, indent=1)
        out.write("\n")
