/*
 * The rows of a district.  Guardians come before the phones of staff, so
 * that a phone both have speaks the language of the family.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/district.h"
#include "flow/district_file.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/login.h"
#include "store/office.h"
#include "store/person.h"
#include "store/role.h"
#include "store/speaker.h"
#include "store/roster.h"
#include "store/user.h"

#define KEY_BYTES	24	/* Of chance in an API key. */

static void
seat(struct db *db, const struct district_file *f, const struct seat *s,
    const struct texts *members)
{
	roster_add_seat(db, s);
	for (unsigned i = 0; i < members->count; i++)
		roster_add_member(db, s->id, f->staff[members->of[i]].id);
}

static void
load_schools(struct db *db, struct district_file *f)
{
	for (unsigned i = 0; i < f->school_count; i++) {
		struct school_entry *s = &f->schools[i];

		s->id = id_new();
		roster_add_school(db, s->id, s->name);
		seat(db, f, &(struct seat){ .id = id_new(), .school = s->id,
		    .kind = "office", .name = arena_print(f->arena,
		    "%s office", s->name) }, &s->office);
	}
	for (unsigned i = 0; i < f->class_count; i++) {
		struct class_entry *c = &f->classes[i];

		c->id = id_new();
		roster_add_class(db, c->id, f->schools[c->school].id, c->name);
		seat(db, f, &(struct seat){ .id = id_new(),
		    .school = f->schools[c->school].id, .class = c->id,
		    .kind = "class", .name = c->name }, &c->team);
	}
	seat(db, f, &(struct seat){ .id = id_new(), .kind = "desk",
	    .name = "District desk" }, &f->desk);
}

/* Whom families may call. */
static void
load_offices(struct db *db, const struct district_file *f)
{
	if (f->phone != NULL)
		office_set_phone(db, 0, f->phone);
	for (unsigned i = 0; i < f->school_count; i++)
		if (f->schools[i].phone != NULL)
			office_set_phone(db, f->schools[i].id,
			    f->schools[i].phone);
}

static void
load_numbers(struct db *db, const struct district_file *f)
{
	for (unsigned i = 0; i < f->number_count; i++) {
		const struct number *n = &f->numbers[i];

		roster_add_sender(db, &(struct sender){ .address = n->number,
		    .account = n->account, .school = n->at_school == NOBODY ?
		    0 : f->schools[n->at_school].id });
	}
}

static void
load_staff(struct db *db, struct district_file *f)
{
	for (unsigned i = 0; i < f->staff_count; i++) {
		struct staff_entry *s = &f->staff[i];

		s->id = id_new();
		roster_add_person(db, &(struct person){ .id = s->id,
		    .name = s->name, .language = s->language,
		    .guardian = s->guardian, .staff = true });
	}
}

static void
load_students(struct db *db, struct district_file *f)
{
	for (unsigned i = 0; i < f->student_count; i++) {
		struct student_entry *s = &f->students[i];

		if (s->id == 0)
			s->id = id_new();
		roster_add_student(db, s->id, s->name);
		if (s->given != NULL)
			roster_given(db, s->id, s->given);
		roster_add_enrolment(db, &(struct enrolment){
		    .student = s->id, .since = s->since,
		    .school = f->schools[s->at_school].id,
		    .class = s->in_class == NOBODY ? 0 :
		    f->classes[s->in_class].id });
	}
}

static void
reach(struct db *db, int64_t person, const char *phone, const char *language,
    int64_t place)
{
	struct contact contact;

	(void)contact_find_or_add(db, CHANNEL_SMS, phone, language, &contact);
	roster_add_reach(db, person, contact.id, place);
}

static void
load_guardian(struct db *db, struct district_file *f,
    struct guardian_entry *g)
{
	if (g->staff != NOBODY) {
		g->id = f->staff[g->staff].id;
	} else {
		g->id = id_new();
		roster_add_person(db, &(struct person){ .id = g->id,
		    .name = g->name, .language = g->language,
		    .guardian = true });
	}
	for (unsigned i = 0; i < g->phones.count; i++)
		reach(db, g->id, g->phones.list[i], g->language, i);
	for (unsigned i = 0; i < g->relation_count; i++) {
		const struct relation *r = &g->relations[i];

		roster_add_guardianship(db, &(struct guardianship){
		    .guardian = g->id, .student = f->students[r->of].id,
		    .relation = r->relation, .write_to = r->write_to,
		    .restricted = r->restricted });
	}
}

/* Behind the phones they have as guardians. */
static void
load_staff_phones(struct db *db, const struct district_file *f)
{
	for (unsigned i = 0; i < f->staff_count; i++)
		if (f->staff[i].phone != NULL)
			reach(db, f->staff[i].id, f->staff[i].phone,
			    f->staff[i].language, 9);
}

/* Whoever has a mailbox signs in by it; the first one who has it. */
static void
load_logins(struct db *db, const struct district_file *f, int64_t now)
{
	for (unsigned i = 0; i < f->staff_count; i++) {
		const struct staff_entry *s = &f->staff[i];

		if (s->email == NULL)
			continue;
		login_set_work_mail(db, s->id, s->email);
		if (!login_name(db, s->id, text_fold(f->arena, s->email),
		    now))
			continue;
	}
}

/* What the check has seen fits.  They have them from the beginning, as they
 * have their seats. */
static void
load_roles(struct db *db, const struct district_file *f)
{
	enum role role;

	for (unsigned i = 0; i < f->staff_count; i++) {
		const struct staff_entry *s = &f->staff[i];

		for (unsigned k = 0; k < s->roles.count; k++)
			if (!role_parse(s->roles.list[k], &role) ||
			    role_give(db, s->id, role, 0, 0) != NULL)
				abort();
		for (unsigned k = 0; k < s->admin_of.count; k++)
			if (role_give(db, s->id, ROLE_SCHOOL_ADMIN,
			    f->schools[s->admin_of.of[k]].id, 0) != NULL)
				abort();
		for (unsigned k = 0; k < s->approves.count; k++)
			speaker_add(db, s->id, s->approves.list[k], 0);
	}
}

static unsigned
load_keys(struct db *db, const struct district_file *f, int64_t now,
    struct district_key **keys)
{
	unsigned n = 0;

	*keys = NEW_LIST(f->arena, struct district_key, f->staff_count + 1);
	for (unsigned i = 0; i < f->staff_count; i++) {
		const struct staff_entry	*s = &f->staff[i];
		struct district_key		*key = &(*keys)[n];

		if (!s->api_key)
			continue;
		key->name = s->key;
		key->text = arena_print(f->arena, "hl_%s",
		    crypt_random(f->arena, KEY_BYTES));
		api_key_add(db, &(struct api_key){ .id = id_new(),
		    .person = s->id, .name = s->key }, crypt_digest(f->arena,
		    key->text, strlen(key->text)), now);
		n++;
	}
	return n;
}

unsigned
district_load(struct db *db, struct district_file *f, int64_t now,
    struct district_key **keys)
{
	district_add(db, &(struct district){ .id = id_new(), .name = f->name,
	    .zone = f->zone, .sample = f->sample,
	    .practice = !f->sample });
	load_staff(db, f);
	load_schools(db, f);
	load_offices(db, f);
	load_numbers(db, f);
	load_students(db, f);
	for (unsigned i = 0; i < f->guardian_count; i++)
		load_guardian(db, f, &f->guardians[i]);
	load_staff_phones(db, f);
	load_logins(db, f, now);
	load_roles(db, f);
	district_rows(db, f);
	return load_keys(db, f, now, keys);
}
