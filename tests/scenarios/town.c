/*
 * Who there is: numbers, schools, staff, families.  These sentences may also
 * stand later in a scenario: the town changes while the gateway works.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/zone.h"
#include "flow/policy.h"
#include "store/choice.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/office.h"
#include "store/person.h"
#include "store/preference.h"
#include "store/roster.h"
#include "store/word.h"
#include "tests/scenarios/stage.h"

#define PHONES_MOST	8

/* All that one visit needs; results are ids that were made before it. */
struct change {
	struct stage		*stage;
	const struct sentence	*s;
	struct thing		*thing;
	struct thing		*place;		/* A class or school. */
	const char		*language;
	const char		*phones[PHONES_MOST];
	unsigned		 phone_count;
	int64_t			 ids[4];
	int64_t			 since, until, now;
	int64_t			 count;
	enum prefers		 prefers;
	bool			 is_new, chosen;
};

enum channel
channel_of(const char *address)
{
	return strchr(address, '@') != NULL ? CHANNEL_EMAIL : CHANNEL_SMS;
}

/* The seat of "office Oak", of a class, or of the desk, from a word on. */
int64_t
town_seat(struct stage *stage, unsigned from)
{
	const struct sentence	*s = stage->now;
	const char		*name = from < s->count ? s->words[from] : "";
	struct thing		*thing;

	if (strcmp(name, "desk") == 0)
		return stage->desk;
	if (strcmp(name, "office") == 0)
		thing = thing_get(stage, THING_SCHOOL, s->words[from + 1]);
	else
		thing = thing_get(stage, THING_CLASS, name);
	return thing->seat;
}

static void
number_work(struct db *db, void *arg)
{
	struct change *c = arg;

	roster_add_sender(db, &(struct sender){ .address = c->s->words[1],
	    .account = word_after(c->s, "account"),
	    .school = c->place != NULL ? c->place->id : 0 });
}

static void
play_number(struct change *c)
{
	const char *school = word_after(c->s, "of");

	if (school != NULL)
		c->place = thing_get(c->stage, THING_SCHOOL, school);
	stage_write(c->stage, number_work, c);
}

static void
school_work(struct db *db, void *arg)
{
	struct change	*c = arg;
	char		 name[100];

	snprintf(name, sizeof name, "%s office", c->thing->name);
	roster_add_school(db, c->thing->id, c->thing->name);
	if (word_after(c->s, "phone") != NULL)
		office_set_phone(db, c->thing->id, word_after(c->s, "phone"));
	roster_add_seat(db, &(struct seat){ .id = c->thing->seat,
	    .school = c->thing->id, .kind = "office", .name = name });
}

static void
play_school(struct change *c)
{
	c->thing = thing_add(c->stage, THING_SCHOOL, c->s->words[1]);
	c->thing->id = id_new();
	c->thing->seat = id_new();
	stage_write(c->stage, school_work, c);
}

static void
allow_work(struct db *db, void *arg)
{
	(void)arg;
	choice_set(db, POLICY_ALLOWS, &(struct choice){ .value = "yes" });
}

/* The district lets private words be said. */
static void
play_private(struct change *c)
{
	stage_write(c->stage, allow_work, c);
}

static void
class_work(struct db *db, void *arg)
{
	struct change *c = arg;

	roster_add_class(db, c->thing->id, c->place->id, c->thing->name);
	roster_add_seat(db, &(struct seat){ .id = c->thing->seat,
	    .school = c->place->id, .class = c->thing->id, .kind = "class",
	    .name = c->thing->name });
}

static void
play_class(struct change *c)
{
	c->place = thing_get(c->stage, THING_SCHOOL, word_after(c->s, "in"));
	c->thing = thing_add(c->stage, THING_CLASS, c->s->words[1]);
	c->thing->id = id_new();
	c->thing->seat = id_new();
	stage_write(c->stage, class_work, c);
}

static void
reach(struct db *db, const struct change *c, int64_t person, int64_t place)
{
	struct contact contact;

	for (unsigned i = 0; i < c->phone_count; i++) {
		(void)contact_find_or_add(db, channel_of(c->phones[i]),
		    c->phones[i], c->language, &contact);
		roster_add_reach(db, person, contact.id, place + i);
	}
}

/* Where they are told at work, and how they chose it. */
static void
told_work(struct db *db, const struct change *c)
{
	static const char *const names[] = { "told", "hours" };
	const char		*mailbox = word_after(c->s, "work"), *value;

	if (mailbox != NULL)
		db_run(db, "UPDATE person SET work_mail = $2 WHERE id = $1",
		    INT(c->thing->id), TEXT(mailbox));
	for (size_t i = 0; i < COUNT(names); i++)
		if ((value = word_after(c->s, names[i])) != NULL)
			preference_put(db, c->thing->id, names[i], value);
}

static void
staff_work(struct db *db, void *arg)
{
	struct change *c = arg;

	if (c->is_new)
		roster_add_person(db, &(struct person){ .id = c->thing->id,
		    .name = c->thing->name, .language = c->language,
		    .staff = true });
	if (c->ids[0] != 0)
		roster_add_member(db, c->ids[0], c->thing->id);
	reach(db, c, c->thing->id, 9);
	told_work(db, c);
}

static void
leave_work(struct db *db, void *arg)
{
	struct change *c = arg;

	db_run(db, "UPDATE seat_member SET until = $3 "
	    "WHERE seat = $1 AND person = $2", INT(c->ids[0]),
	    INT(c->thing->id), INT(c->now));
}

/* staff Lee in Oak-1A; staff Lee leaves Oak-1A; staff Lee work lee@x. */
static void
play_staff(struct change *c)
{
	const char *name = c->s->words[1];

	c->thing = thing_find(c->stage, THING_STAFF, name);
	c->is_new = c->thing == NULL;
	if (says(c->s, 2, "leaves")) {
		c->ids[0] = town_seat(c->stage, 3);
		stage_write(c->stage, leave_work, c);
		return;
	}
	if (c->is_new) {
		c->thing = thing_add(c->stage, THING_STAFF, name);
		c->thing->id = c->thing->person = id_new();
		c->thing->key = id_new();
		watch_secret(name);
	}
	c->ids[0] = says(c->s, 2, "in") ? town_seat(c->stage, 3) : 0;
	stage_write(c->stage, staff_work, c);
}

static void
student_work(struct db *db, void *arg)
{
	struct change	*c = arg;
	const char	*class = word_after(c->s, "class");
	const char	*given = word_after(c->s, "given");

	if (c->is_new)
		roster_add_student(db, c->thing->id, c->thing->name);
	if (given != NULL)
		roster_given(db, c->thing->id, given);
	roster_add_enrolment(db, &(struct enrolment){
	    .student = c->thing->id, .school = c->place->id,
	    .class = class != NULL ? thing_get(c->stage, THING_CLASS,
		class)->id : 0, .since = c->since });
	if (c->until != 0)
		db_run(db, "UPDATE enrolment SET until = $3 "
		    "WHERE student = $1 AND school = $2",
		    INT(c->thing->id), INT(c->place->id), INT(c->until));
}

static void
unenrol_work(struct db *db, void *arg)
{
	struct change *c = arg;

	db_run(db, "UPDATE enrolment SET until = $3 "
	    "WHERE student = $1 AND school = $2",
	    INT(c->thing->id), INT(c->place->id), INT(c->now));
}

/* student Ivy in Oak [class Oak-1A] [from DAY] [until DAY]; Ivy leaves Oak. */
static void
play_student(struct change *c)
{
	const char *name = c->s->words[1];

	c->thing = thing_find(c->stage, THING_STUDENT, name);
	c->is_new = c->thing == NULL;
	if (says(c->s, 2, "leaves")) {
		c->place = thing_get(c->stage, THING_SCHOOL, c->s->words[3]);
		stage_write(c->stage, unenrol_work, c);
		return;
	}
	c->place = thing_get(c->stage, THING_SCHOOL, word_after(c->s, "in"));
	if (c->is_new) {
		c->thing = thing_add(c->stage, THING_STUDENT, name);
		c->thing->id = id_new();
		watch_secret(name);
	}
	stage_write(c->stage, student_work, c);
}

static void
relate(struct db *db, const struct change *c, const char *student)
{
	roster_add_guardianship(db, &(struct guardianship){
	    .guardian = c->thing->id, .relation = "mother",
	    .student = thing_get(c->stage, THING_STUDENT, student)->id,
	    .write_to = place_of(c->s, "silent") == 0,
	    .restricted = place_of(c->s, "restricted") != 0 });
}

static void
guardian_work(struct db *db, void *arg)
{
	struct change	*c = arg;
	unsigned	 i = place_of(c->s, "of");

	if (c->is_new && c->thing->kind == THING_GUARDIAN)
		roster_add_person(db, &(struct person){ .id = c->thing->id,
		    .name = c->thing->name, .language = c->language,
		    .guardian = true });
	else
		db_run(db, "UPDATE person SET guardian = 1 WHERE id = $1",
		    INT(c->thing->id));
	while (i > 0 && ++i < c->s->count &&
	    thing_find(c->stage, THING_STUDENT, c->s->words[i]) != NULL)
		relate(db, c, c->s->words[i]);
	reach(db, c, c->thing->id, 0);
	if (c->chosen)
		person_prefers(db, c->thing->id, c->prefers);
}

static void
part_work(struct db *db, void *arg)
{
	struct change *c = arg;

	if (c->until != 0)
		db_run(db, "UPDATE guardianship SET until = $3 "
		    "WHERE guardian = $1 AND student = $2",
		    INT(c->thing->id), INT(c->ids[0]), INT(c->now));
	else
		db_run(db, "UPDATE guardianship SET restricted = 1 "
		    "WHERE guardian = $1 AND student = $2",
		    INT(c->thing->id), INT(c->ids[0]));
}

static void
part(struct change *c)
{
	c->until = says(c->s, 2, "leaves") ? c->now : 0;
	c->ids[0] = thing_get(c->stage, THING_STUDENT, c->s->words[3])->id;
	stage_write(c->stage, part_work, c);
}

/*
 * guardian Ana of Ivy, Bo [phone ...] [mailbox ana@x.example, ...]
 * [prefers mail] [speaks es-US] [restricted] [silent]; guardian Ana leaves
 * Ivy; guardian Ana restricted-from Ivy.  One of the staff of that name is
 * that person.
 */
static void
play_guardian(struct change *c)
{
	const char *name = c->s->words[1];

	c->thing = thing_find(c->stage, THING_GUARDIAN, name);
	if (c->thing == NULL)
		c->thing = thing_find(c->stage, THING_STAFF, name);
	c->is_new = c->thing == NULL;
	if (says(c->s, 2, "leaves") || says(c->s, 2, "restricted-from")) {
		part(c);
		return;
	}
	if (c->is_new) {
		c->thing = thing_add(c->stage, THING_GUARDIAN, name);
		c->thing->id = id_new();
		watch_secret(name);
	}
	stage_write(c->stage, guardian_work, c);
}

static void
one_family(struct db *db, const struct change *c, int64_t i)
{
	int64_t		 student = id_new(), guardian = id_new(), first;
	char		 name[40], phone[20];
	struct contact	 contact;

	first = strtoll(c->phones[0] + 1, NULL, 10);
	snprintf(name, sizeof name, "Child-%lld", (long long)i);
	roster_add_student(db, student, name);
	roster_add_enrolment(db, &(struct enrolment){ .student = student,
	    .school = c->place->id });
	snprintf(name, sizeof name, "Parent-%lld", (long long)i);
	roster_add_person(db, &(struct person){ .id = guardian,
	    .name = name, .language = c->language, .guardian = true });
	roster_add_guardianship(db, &(struct guardianship){
	    .guardian = guardian, .student = student,
	    .relation = "father", .write_to = true });
	snprintf(phone, sizeof phone, "+%lld", (long long)(first + i));
	(void)contact_find_or_add(db, CHANNEL_SMS, phone, c->language,
	    &contact);
	roster_add_reach(db, guardian, contact.id, 0);
}

static void
families_work(struct db *db, void *arg)
{
	struct change *c = arg;

	for (int64_t i = 0; i < c->count; i++)
		one_family(db, c, i);
}

/* families 2000 in Oak phone +15086000000 [speaks es-US]: one child each,
 * and phones one after another. */
static void
play_families(struct change *c)
{
	c->place = thing_get(c->stage, THING_SCHOOL, word_after(c->s, "in"));
	c->count = number_after(c->s, "families", 0);
	if (c->count == 0)
		(void)is_number(c->s->words[1], &c->count);
	watch_secret("Child-");
	watch_secret("Parent-");
	stage_write(c->stage, families_work, c);
}

/* key feed (names nobody); key lee-2 of Lee. */
static void
play_key(struct change *c)
{
	const char *of = word_after(c->s, "of");

	c->thing = thing_add(c->stage, THING_KEY, c->s->words[1]);
	c->thing->key = id_new();
	if (of != NULL)
		c->thing->person = thing_get(c->stage, THING_STAFF, of)->id;
}

/* The words behind a key that have that character: phones begin with it,
 * mailboxes hold it. */
static void
read_addresses(struct change *c, const char *key, char mark)
{
	unsigned i = place_of(c->s, key);

	while (i > 0 && ++i < c->s->count &&
	    strchr(c->s->words[i], mark) != NULL &&
	    c->phone_count < PHONES_MOST) {
		c->phones[c->phone_count++] = c->s->words[i];
		watch_secret(c->s->words[i] + (mark == '+'));
	}
}

/* prefers mail: or text, or text_short. */
static void
read_prefers(struct change *c)
{
	const char *word = word_after(c->s, "prefers");

	c->chosen = word != NULL;
	if (word != NULL && !prefers_read(word, &c->prefers))
		stage_fail(c->stage, "nobody can prefer that");
}

static int64_t
day_after(struct stage *stage, const char *key)
{
	const char	*word = word_after(stage->now, key);
	struct wall	 wall = { 0 };
	char		*end;

	if (word == NULL)
		return 0;
	wall.year = (int)strtol(word, &end, 10);
	if (*end == '-')
		wall.month = (int)strtol(end + 1, &end, 10);
	if (*end == '-')
		wall.day = (int)strtol(end + 1, &end, 10);
	if (*end != '\0' || wall.day == 0)
		stage_fail(stage, "that is no day");
	return zone_utc(stage->zone, &wall);
}

static const struct {
	const char	*verb;
	void		(*play)(struct change *);
} verbs[] = {
	{ "number", play_number },
	{ "school", play_school }, { "private", play_private },
	{ "class", play_class },
	{ "staff", play_staff },
	{ "student", play_student },
	{ "guardian", play_guardian },
	{ "families", play_families },
	{ "key", play_key },
};

bool
town_play(struct stage *stage, const struct sentence *s)
{
	struct change c = { .stage = stage, .s = s, .now = clock_now() };

	c.language = word_after(s, "speaks");
	if (c.language == NULL)
		c.language = "en-US";
	for (size_t i = 0; i < COUNT(verbs); i++) {
		if (!says(s, 0, verbs[i].verb))
			continue;
		if (s->count < 2)
			stage_fail(stage, "something is missing here");
		read_addresses(&c, "phone", '+');
		read_addresses(&c, "mailbox", '@');
		read_prefers(&c);
		c.since = day_after(stage, "from");
		c.until = day_after(stage, "until");
		verbs[i].play(&c);
		return true;
	}
	return false;
}
