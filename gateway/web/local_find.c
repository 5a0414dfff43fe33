/*
 * GET /local/v1/find?what=...&of=student,class: whom or what somebody means.
 *
 *	{"what": "ben", "sure": false,
 *	 "found": [{"noun": "student", "id": "...", "name": "Ben Walsh",
 *	            "school": "Oak School", "class": "1A", "address": null}],
 *	 "near": []}
 *
 * An id and a roster's own name are sure; so are names that are the text and
 * no more, which hide those that only contain it.  When nothing is found, near
 * has the nearest names.
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "net/server.h"
#include "store/db.h"
#include "store/find.h"
#include "store/person.h"
#include "store/reach.h"
#include "store/sight.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/local.h"

#define WHAT_MOST	200	/* Bytes. */
#define DIGITS_LEAST	4
#define FOUND_MOST	50
#define NEAR_MOST	5

static const char *const nouns[FIND_NOUNS] = {
	[FIND_STUDENT] = "student", [FIND_CLASS] = "class",
	[FIND_SCHOOL] = "school", [FIND_STAFF] = "staff",
	[FIND_PERSON] = "person", [FIND_CONTACT] = "contact",
	[FIND_CONVERSATION] = "conversation",
};

struct finding {
	const char	*what, *folded, *digits; /* digits: NULL, no number. */
	bool		 of[FIND_NOUNS];

	/* All there is, when it is looked through; folded has no accents. */
	struct found	*all[FIND_NOUNS];
	unsigned	 all_count[FIND_NOUNS];

	/* The result. */
	struct found	 list[FOUND_MOST];
	unsigned	 count;
	bool		 sure;
};

/* Two people of one name may share a phone. */
static bool
there(const struct finding *f, const struct found *one)
{
	for (unsigned i = 0; i < f->count; i++)
		if (f->list[i].noun == one->noun && f->list[i].id == one->id)
			return true;
	return false;
}

static void
keep(struct finding *f, const struct found *list, unsigned n, bool exact)
{
	for (unsigned i = 0; i < n && f->count < FOUND_MOST; i++)
		if ((!exact || strcmp(list[i].folded, f->folded) == 0) &&
		    !there(f, &list[i]))
			f->list[f->count++] = list[i];
}

/* An id of ours, or a name that the roster has for it. */
static void
by_id(struct visit *v, struct db *db, struct finding *f)
{
	struct found	found;
	int64_t		id, row;

	(void)v;
	if (!id_parse(f->what, &id))
		id = 0;
	for (int n = 0; n < FIND_NOUNS; n++) {
		if (!f->of[n])
			continue;
		row = find_in_roster(db, (enum find_noun)n, f->what);
		if ((id != 0 && find_by_id(db, (enum find_noun)n, id,
		    &found)) || (row != 0 && find_by_id(db,
		    (enum find_noun)n, row, &found)))
			keep(f, &found, 1, false);
	}
	f->sure = f->count > 0;
}

static void
by_name(struct visit *v, struct db *db, struct finding *f, bool exact)
{
	struct found	*list;
	unsigned	 n;

	for (int i = 0; i < FIND_NOUNS; i++) {
		enum find_noun noun = (enum find_noun)i;

		if (!f->of[i])
			continue;
		n = find_named(db, noun, f->folded, v->viewer.now, &list);
		keep(f, list, n, exact);
		if (!exact && f->digits != NULL && noun >= FIND_CONTACT)
			keep(f, list, find_numbered(db, noun, f->digits,
			    &list), false);
	}
	f->sure = exact && f->count > 0;
}

/* Without accents, as on a keyboard that has none. */
static void
by_plain_name(struct visit *v, struct db *db, struct finding *f)
{
	const char	*plain = text_plain(v->arena, f->what);
	struct found	*one;

	for (int i = 0; i < FIND_NOUNS; i++) {
		f->all_count[i] = !f->of[i] ? 0 : find_all(db,
		    (enum find_noun)i, v->viewer.now, &f->all[i]);
		for (unsigned k = 0; k < f->all_count[i]; k++) {
			one = &f->all[i][k];
			one->folded = text_plain(v->arena, one->name);
			if (strstr(one->folded, plain) != NULL)
				keep(f, one, 1, false);
		}
	}
	f->folded = plain;
}

/* Names of the schools in which somebody has a seat; the desk is of all. */
static const char *
seats_of(struct visit *v, struct db *db, int64_t person)
{
	struct viewer	 viewer = { .person = person, .now = v->viewer.now };
	struct sighted	*list;
	unsigned	 n = sight_seats(db, &viewer, &list);
	const char	*all = NULL, *name;

	for (unsigned i = 0; i < n; i++) {
		if (list[i].school == 0)
			name = "the district";
		else if (!school_get(db, list[i].school, &name))
			continue;
		if (all == NULL)
			all = name;
		else if (strstr(all, name) == NULL)
			all = arena_print(v->arena, "%s; %s", all, name);
	}
	return all;
}

static json_t *
found_json(struct visit *v, struct db *db, const struct found *f)
{
	const char	*school = NULL, *class = NULL, *name = f->name;
	struct enrolled	*places;
	struct person	*people;
	int64_t		*schools;

	if (f->noun == FIND_STUDENT && sight_enrolled(db, &v->viewer, f->id,
	    &places) > 0) {
		school = places[0].school_name;
		class = places[0].class_name;
	} else if (f->noun == FIND_STAFF) {
		school = seats_of(v, db, f->id);
	} else if (f->noun == FIND_PERSON && reach_schools(db, f->id,
	    v->viewer.now, &schools) > 0) {
		if (!school_get(db, schools[0], &school))
			school = NULL;
	} else if (f->noun == FIND_CONTACT &&
	    strcmp(f->name, f->address) == 0 && person_at(db,
	    f->id, &people) > 0) {
		name = people[0].name;
	} else if (f->school != 0 && !school_get(db, f->school, &school)) {
		school = NULL;
	}
	return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o}",
	    "noun", nouns[f->noun], "id", api_id_text(f->id), "name", name,
	    "school", api_text(school), "class", api_text(class),
	    "address", api_text(f->address));
}

/* How many letters have to be changed, added or taken out (bytes, which is
 * near enough); at most 64 of each are looked at. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned	 row[65], before, above, best;
	size_t		 m = strlen(a), n = strlen(b);

	m = m > 64 ? 64 : m;
	n = n > 64 ? 64 : n;
	for (unsigned j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; i <= m; i++) {
		before = row[0];
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= n; j++) {
			above = row[j];
			best = before + (a[i - 1] != b[j - 1]);
			best = above + 1 < best ? above + 1 : best;
			row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			before = above;
		}
	}
	return row[n];
}

/* Of the whole name, or of the nearest of its words. */
static unsigned
distance_of(struct arena *arena, const char *typed, const char *name)
{
	unsigned least = distance(typed, name), other;

	if (strchr(typed, ' ') != NULL)
		return least;
	while (*name != '\0') {
		size_t length = strcspn(name, " -,");

		other = distance(typed, arena_copy(arena, name, length));
		least = other < least ? other : least;
		name += length + strspn(name + length, " -,");
	}
	return least;
}

struct near {
	const struct found	*found;
	unsigned		 distance;
};

/* Into its place among the nearest so far. */
static void
put(struct near near[NEAR_MOST], struct near one)
{
	struct near swap;

	for (unsigned i = 0; i < NEAR_MOST; i++)
		if (near[i].found == NULL ||
		    one.distance < near[i].distance) {
			swap = near[i];
			near[i] = one;
			one = swap;
			if (one.found == NULL)
				return;
		}
}

static json_t *
near_json(struct visit *v, struct db *db, const struct finding *f)
{
	struct near	 near[NEAR_MOST] = { { .found = NULL } };
	unsigned	 most = 1 + (unsigned)strlen(f->folded) / 4, far;
	json_t		*all = json_array();

	for (int i = 0; i < FIND_NOUNS && f->count == 0; i++)
		for (unsigned k = 0; k < f->all_count[i]; k++) {
			far = distance_of(v->arena, f->folded,
			    f->all[i][k].folded);
			if (far <= most)
				put(near, (struct near){ &f->all[i][k],
				    far });
		}
	for (unsigned i = 0; i < NEAR_MOST && near[i].found != NULL; i++)
		json_array_append_new(all, found_json(v, db, near[i].found));
	return all;
}

static json_t *
find(struct visit *v, struct db *db)
{
	struct finding	*f = NEW(v->arena, struct finding);
	json_t		*all = json_array(), *near;

	*f = *(const struct finding *)v->wanted;
	by_id(v, db, f);
	if (f->count == 0)
		by_name(v, db, f, true);
	if (f->count == 0)
		by_name(v, db, f, false);
	if (f->count == 0)
		by_plain_name(v, db, f);
	for (unsigned i = 0; i < f->count; i++)
		json_array_append_new(all, found_json(v, db, &f->list[i]));
	near = near_json(v, db, f);
	return json_pack("{s:s, s:b, s:o, s:o}", "what", f->what, "sure",
	    (int)f->sure, "found", all, "near", near);
}

/* The digits of what looks like a number, or NULL. */
static const char *
digits_of(struct arena *arena, const char *what)
{
	char	*digits = arena_take(arena, strlen(what) + 1), *to = digits;

	if (what[strspn(what, "+0123456789 ()-./")] != '\0')
		return NULL;
	for (; *what != '\0'; what++)
		if (isdigit((unsigned char)*what))
			*to++ = *what;
	return to - digits < DIGITS_LEAST ? NULL : digits;
}

/* Of which nouns: names with commas between them.  False: one is none. */
static bool
read_of(const char *text, bool of[FIND_NOUNS])
{
	size_t	length;
	int	n;

	for (n = 0; text == NULL && n < FIND_NOUNS; n++)
		of[n] = n != FIND_PERSON;	/* Staff are there already. */
	for (; text != NULL; text = text[length] == ',' ? text + length + 1 :
	    NULL) {
		length = strcspn(text, ",");
		for (n = 0; n < FIND_NOUNS; n++)
			if (strlen(nouns[n]) == length &&
			    memcmp(nouns[n], text, length) == 0)
				break;
		if (n == FIND_NOUNS)
			return false;
		of[n] = true;
	}
	return true;
}

static void
ask_find(struct visit *v)
{
	static const char *const names[] = { "what", "of", NULL };
	struct finding	*f = NEW(v->arena, struct finding);
	const char	*what;

	if (!api_query(v, names))
		return;
	what = form_get(&v->query, "what");
	if (what == NULL || strlen(what) > WHAT_MOST) {
		api_problem(v, 400, "what is a name or an id of at most 200 "
		    "bytes.");
		return;
	}
	f->what = text_clean(v->arena, what, strlen(what));
	f->folded = text_fold(v->arena, f->what);
	f->digits = digits_of(v->arena, f->what);
	v->wanted = f;
	if (f->folded[strspn(f->folded, " ")] == '\0')
		api_problem(v, 400, "The name is empty.");
	else if (!read_of(form_get(&v->query, "of"), f->of))
		api_problem(v, 400, "of is some of: student,class,school,"
		    "staff,person,contact,conversation.");
	else
		api_read(v, find);
}

void
local_find(struct exchange *x, void *web)
{
	api_enter(x, web, ask_find);
}
