/*
 * Contents as JSON.  jansson's formats name the members of each noun; what
 * is in the lists is looked at one by one.
 */

#include <jansson.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/text.h"
#include "flow/roster_content.h"

#define TITLE_MOST	300	/* UTF-16 units of a name. */
#define ADDRESS_MOST	254	/* Bytes. */

/* One content that is read; the first thing that is wrong is kept. */
struct reading {
	struct arena	*arena;
	const char	*why;
};

static const char *
wrong(struct reading *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
	return "";
}

static const char *
title(struct reading *r, const char *text)
{
	if (*text == '\0' || text_units(text) > TITLE_MOST)
		return wrong(r, "A name has 1 to 300 characters.");
	return arena_text(r->arena, text);
}

static const char *
name(struct reading *r, const char *text)
{
	if (*text == '\0' || strlen(text) > ROSTER_NAME)
		return wrong(r, "A sourcedId has 1 to 255 bytes.");
	return arena_text(r->arena, text);
}

static const char *
language(struct reading *r, const char *text)
{
	const char *tag = lang_tag(text);

	if (*text != '\0' && (tag == NULL || strcmp(tag, text) != 0))
		return wrong(r, "A language is a tag such as es-US, or "
		    "nothing.");
	return *text == '\0' ? "" : tag;
}

static const char *
mailbox(struct reading *r, const char *text)
{
	if (strlen(text) > ADDRESS_MOST ||
	    (*text != '\0' && strchr(text, '@') == NULL))
		return wrong(r, "A mailbox is an address such as "
		    "ana@example.org.");
	return arena_text(r->arena, text);
}

static const char *
phone(struct reading *r, const char *text)
{
	size_t digits = strspn(text + (*text == '+'), "0123456789");

	if (*text != '+' || text[1 + digits] != '\0' || digits < 8 ||
	    digits > 15)
		return wrong(r, "A phone number is one such as "
		    "+15085550120.");
	return arena_text(r->arena, text);
}

struct listing {
	const char	*(*read)(struct reading *, const char *);
	unsigned	 most;
};

static const struct listing of_names = { name, ROSTER_LIST };
static const struct listing of_phones = { phone, ROSTER_PHONES };
static const struct listing of_mailboxes = { mailbox, ROSTER_PHONES };

void
roster_names_add(struct arena *arena, struct roster_names *names,
    const char *text)
{
	const char	**list;

	/* It grows when the count is a power of two. */
	if ((names->count & (names->count - 1)) == 0) {
		list = NEW_LIST(arena, const char *, names->count * 2 + 1);
		if (names->count > 0)
			memcpy(list, names->list,
			    names->count * sizeof *list);
		names->list = list;
	}
	names->list[names->count++] = text;
}

bool
roster_names_have(const struct roster_names *names, const char *text)
{
	for (unsigned i = 0; i < names->count; i++)
		if (strcmp(names->list[i], text) == 0)
			return true;
	return false;
}

/* A list of texts, each once. */
static void
texts(struct reading *r, json_t *json, const struct listing *what,
    struct roster_names *names)
{
	const char	*text;
	json_t		*one;
	size_t		 i;

	if (!json_is_array(json) || json_array_size(json) > what->most) {
		wrong(r, "A list is missing, or has too many entries.");
		return;
	}
	json_array_foreach(json, i, one) {
		text = json_string_value(one);
		if (text == NULL || roster_names_have(names, text))
			wrong(r, "A list has an entry twice, or one that is "
			    "no text.");
		else
			roster_names_add(r->arena, names,
			    what->read(r, text));
	}
}

static void
kin(struct reading *r, json_t *json, struct roster_content *c)
{
	struct roster_kin	*k;
	json_t			*one;
	size_t			 i;
	int			 write_to, restricted;

	if (!json_is_array(json) || json_array_size(json) > ROSTER_LIST) {
		wrong(r, "A guardian has at most 500 students.");
		return;
	}
	c->kin = NEW_LIST(r->arena, struct roster_kin,
	    json_array_size(json) + 1);
	json_array_foreach(json, i, one) {
		k = &c->kin[c->kin_count];
		if (json_unpack(one, "{s:s, s:s, s:b, s:b !}",
		    "student", &k->student, "relation", &k->relation,
		    "write_to", &write_to, "restricted", &restricted) != 0) {
			wrong(r, "A student of a guardian has student, "
			    "relation, write_to and restricted.");
			return;
		}
		k->student = name(r, k->student);
		k->relation = *k->relation == '\0' ? "" :
		    title(r, k->relation);
		k->write_to = write_to != 0;
		k->restricted = restricted != 0;
		for (unsigned n = 0; n < c->kin_count; n++)
			if (strcmp(c->kin[n].student, k->student) == 0)
				wrong(r, "A guardian has a student twice.");
		c->kin_count++;
	}
}

/* The members of each noun; lists are read behind it. */
struct members {
	json_t	*places, *team, *phones, *emails, *kin;
	int	 desk;
};

static int
unpack(json_t *json, enum roster_noun noun, struct roster_content *c,
    struct members *m)
{
	switch (noun) {
	case ROSTER_SCHOOL:
		return json_unpack(json, "{s:s !}", "name", &c->name);
	case ROSTER_STAFF:
		return json_unpack(json,
		    "{s:s, s:s, s:s, s:o, s:o, s:b !}", "name", &c->name,
		    "email", &c->email, "language", &c->language,
		    "phones", &m->phones, "offices", &m->places,
		    "desk", &m->desk);
	case ROSTER_CLASS:
		return json_unpack(json, "{s:s, s:s, s:o !}",
		    "name", &c->name, "school", &c->school,
		    "team", &m->team);
	case ROSTER_STUDENT:
		return json_unpack(json, "{s:s, s:s, s:s, s:o, s?s !}",
		    "name", &c->name, "school", &c->school,
		    "language", &c->language, "classes", &m->places,
		    "given", &c->given);
	case ROSTER_GUARDIAN:
		return json_unpack(json, "{s:s, s:s, s:o, s:o, s:o !}",
		    "name", &c->name, "language", &c->language,
		    "phones", &m->phones, "emails", &m->emails,
		    "students", &m->kin);
	}
	return -1;
}

/* What was unpacked belongs to the JSON; it is copied as it is checked. */
static void
check(struct reading *r, struct roster_content *c, const struct members *m)
{
	c->name = title(r, c->name);
	c->given = c->given == NULL ? "" : title(r, c->given);
	c->language = language(r, c->language != NULL ? c->language : "");
	c->email = mailbox(r, c->email != NULL ? c->email : "");
	c->desk = m->desk != 0;
	if (c->school != NULL)
		c->school = name(r, c->school);
	if (m->places != NULL)
		texts(r, m->places, &of_names, &c->places);
	if (m->team != NULL)
		texts(r, m->team, &of_names, &c->team);
	if (m->phones != NULL)
		texts(r, m->phones, &of_phones, &c->phones);
	if (m->emails != NULL)
		texts(r, m->emails, &of_mailboxes, &c->emails);
	if (m->kin != NULL)
		kin(r, m->kin, c);
}

bool
roster_content_read(struct arena *arena, enum roster_noun noun,
    const char *text, struct roster_content *c, const char **why)
{
	struct reading	 r = { .arena = arena };
	struct members	 m = { .desk = 0 };
	json_t		*json = NULL;
	size_t		 length = strlen(text);

	*c = (struct roster_content){ .name = "", .given = NULL };
	if (length <= ROSTER_CONTENT)
		json = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	if (json == NULL || unpack(json, noun, c, &m) != 0)
		wrong(&r, "A content does not have the members of its noun.");
	else
		check(&r, c, &m);
	json_decref(json);
	*why = r.why;
	return r.why == NULL;
}

static json_t *
names_json(const struct roster_names *names)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < names->count; i++)
		json_array_append_new(list, json_string(names->list[i]));
	return list;
}

static json_t *
kin_json(const struct roster_content *c)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < c->kin_count; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:b}",
		    "student", c->kin[i].student,
		    "relation", c->kin[i].relation,
		    "write_to", (int)c->kin[i].write_to,
		    "restricted", (int)c->kin[i].restricted));
	return list;
}

/* A given name only where there is one: what was kept before stays the same
 * text. */
static json_t *
student_json(const struct roster_content *c)
{
	json_t *json = json_pack("{s:s, s:s, s:s, s:o}", "name", c->name,
	    "school", c->school, "language", c->language,
	    "classes", names_json(&c->places));

	if (c->given != NULL && *c->given != '\0')
		json_object_set_new(json, "given", json_string(c->given));
	return json;
}

static json_t *
content_json(enum roster_noun noun, const struct roster_content *c)
{
	switch (noun) {
	case ROSTER_SCHOOL:
		return json_pack("{s:s}", "name", c->name);
	case ROSTER_STAFF:
		return json_pack("{s:s, s:s, s:s, s:o, s:o, s:b}",
		    "name", c->name, "email", c->email != NULL ? c->email :
		    "", "language", c->language,
		    "phones", names_json(&c->phones),
		    "offices", names_json(&c->places),
		    "desk", (int)c->desk);
	case ROSTER_CLASS:
		return json_pack("{s:s, s:s, s:o}", "name", c->name,
		    "school", c->school, "team", names_json(&c->team));
	case ROSTER_STUDENT:
		return student_json(c);
	case ROSTER_GUARDIAN:
		return json_pack("{s:s, s:s, s:o, s:o, s:o}",
		    "name", c->name, "language", c->language,
		    "phones", names_json(&c->phones),
		    "emails", names_json(&c->emails),
		    "students", kin_json(c));
	}
	return NULL;
}

const char *
roster_content_text(struct arena *arena, enum roster_noun noun,
    const struct roster_content *c)
{
	json_t		*json = content_json(noun, c);
	char		*text = json_dumps(json, JSON_COMPACT |
			    JSON_SORT_KEYS);
	const char	*kept;

	assert(text != NULL);
	kept = arena_text(arena, text);
	free(text);
	json_decref(json);
	return kept;
}

const char *
roster_noun_word(enum roster_noun noun)
{
	static const char *const words[] = {
		[ROSTER_SCHOOL] = "school", [ROSTER_STAFF] = "staff",
		[ROSTER_CLASS] = "class", [ROSTER_STUDENT] = "student",
		[ROSTER_GUARDIAN] = "guardian",
	};

	return words[noun];
}

bool
roster_noun_read(const char *word, enum roster_noun *noun)
{
	for (int i = 0; i < ROSTER_NOUNS; i++)
		if (strcmp(roster_noun_word((enum roster_noun)i), word) ==
		    0) {
			*noun = (enum roster_noun)i;
			return true;
		}
	return false;
}
