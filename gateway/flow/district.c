/*
 * From JSON to entries.  What an object may have is a table of members; a
 * member that is not in it is a problem, so a spelling mistake never goes
 * unseen.  Text becomes NFC here.
 */

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/phone.h"
#include "base/text.h"
#include "flow/district.h"
#include "flow/district_file.h"

#define NAME_MOST	200	/* UTF-16 units. */
#define KEY_MOST	64
#define LIST_MOST	200000

enum form {
	FORM_NAME,		/* const char * */
	FORM_KEY,		/* const char *, letters, digits, . _ - */
	FORM_PHONE,		/* const char *, E.164 */
	FORM_MAILBOX,		/* const char *, of base/email.h */
	FORM_LANGUAGE,		/* const char *, a tag of ours */
	FORM_DAY,		/* int64_t, 20260901 */
	FORM_ID,		/* int64_t */
	FORM_BOOL,		/* bool */
	FORM_LIST,		/* Somebody else reads it. */
};

struct member {
	const char	*name;
	enum form	 form;
	bool		 needed;
	size_t		 offset;
};

struct reading {
	struct arena			*arena;
	struct district_file		*file;
	struct district_problems	*problems;
};

#define MEMBER(name, form, needed, type)				\
	{ #name, form, needed, offsetof(struct type, name) }
#define LIST(name, needed)	{ name, FORM_LIST, needed, 0 }

static const struct member of_district[] = {
	MEMBER(name, FORM_NAME, true, district_file),
	MEMBER(zone, FORM_NAME, true, district_file),
	MEMBER(phone, FORM_PHONE, false, district_file),
	MEMBER(sample, FORM_BOOL, false, district_file),
	LIST("numbers", true), LIST("schools", false), LIST("desk", true),
	LIST("staff", true), LIST("students", false), LIST("guardians", false),
	{ .name = NULL },
};

static const struct member of_number[] = {
	MEMBER(number, FORM_PHONE, true, number),
	MEMBER(account, FORM_KEY, true, number),
	MEMBER(school, FORM_KEY, false, number),
	{ .name = NULL },
};

static const struct member of_school[] = {
	MEMBER(key, FORM_KEY, true, school_entry),
	MEMBER(name, FORM_NAME, true, school_entry),
	MEMBER(phone, FORM_PHONE, false, school_entry),
	LIST("office", false), LIST("classes", false),
	{ .name = NULL },
};

static const struct member of_class[] = {
	MEMBER(key, FORM_KEY, true, class_entry),
	MEMBER(name, FORM_NAME, true, class_entry),
	LIST("team", false),
	{ .name = NULL },
};

static const struct member of_staff[] = {
	MEMBER(key, FORM_KEY, true, staff_entry),
	MEMBER(name, FORM_NAME, true, staff_entry),
	MEMBER(language, FORM_LANGUAGE, false, staff_entry),
	MEMBER(phone, FORM_PHONE, false, staff_entry),
	MEMBER(email, FORM_MAILBOX, false, staff_entry),
	MEMBER(api_key, FORM_BOOL, false, staff_entry),
	MEMBER(by_hand, FORM_BOOL, false, staff_entry),
	LIST("roles", false), LIST("admin_of", false),
	LIST("approves", false),
	{ .name = NULL },
};

static const struct member of_student[] = {
	MEMBER(key, FORM_KEY, true, student_entry),
	MEMBER(name, FORM_NAME, true, student_entry),
	MEMBER(given, FORM_NAME, false, student_entry),
	MEMBER(school, FORM_KEY, true, student_entry),
	MEMBER(class, FORM_KEY, false, student_entry),
	MEMBER(since, FORM_DAY, false, student_entry),
	MEMBER(id, FORM_ID, false, student_entry),
	{ .name = NULL },
};

static const struct member of_guardian[] = {
	MEMBER(key, FORM_KEY, false, guardian_entry),
	MEMBER(name, FORM_NAME, true, guardian_entry),
	MEMBER(language, FORM_LANGUAGE, true, guardian_entry),
	LIST("phones", true), LIST("students", true),
	{ .name = NULL },
};

static const struct member of_relation[] = {
	MEMBER(student, FORM_KEY, true, relation),
	MEMBER(relation, FORM_NAME, true, relation),
	MEMBER(write_to, FORM_BOOL, false, relation),
	MEMBER(restricted, FORM_BOOL, false, relation),
	{ .name = NULL },
};

#define PROBLEM(r, ...)							\
	district_problem((r)->file, (r)->problems, __VA_ARGS__)

static const char *
below(struct reading *r, const char *path, const char *name)
{
	if (*path == '\0')
		return arena_text(r->arena, name);
	return arena_print(r->arena, "%s.%s", path, name);
}

static bool
is_key(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length <= KEY_MOST && strspn(text,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789._-") == length;
}

/* A number there is, in the form of E.164. */
static bool
is_phone(const char *text)
{
	struct phone phone;

	return phone_look(text, &phone) && phone.valid &&
	    strcmp(phone.number, text) == 0;
}

/* "2026-09-01"; the check knows whether there is such a day. */
static bool
read_day(const char *text, int64_t *day)
{
	*day = 0;
	if (strlen(text) != 10)
		return false;
	for (int i = 0; i < 10; i++) {
		if (i == 4 || i == 7) {
			if (text[i] != '-')
				return false;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return false;
		*day = *day * 10 + text[i] - '0';
	}
	return true;
}

static bool
read_text(struct reading *r, enum form form, const char *text, void *into)
{
	const char *why;

	switch (form) {
	case FORM_DAY:
		return read_day(text, into);
	case FORM_ID:
		return id_parse(text, into);
	case FORM_LANGUAGE:
		return (*(const char **)into = lang_tag(text)) != NULL;
	case FORM_KEY:
		*(const char **)into = arena_text(r->arena, text);
		return is_key(text);
	case FORM_PHONE:
		*(const char **)into = arena_text(r->arena, text);
		return is_phone(text);
	case FORM_MAILBOX:
		return email_read(r->arena, text, into, &why);
	default:
		*(const char **)into = text_clean(r->arena, text,
		    strlen(text));
		return *text != '\0' && text_units(text) <= NAME_MOST;
	}
}

static const char *
wanted(enum form form)
{
	switch (form) {
	case FORM_NAME:
		return "write a text of 1 to 200 characters";
	case FORM_KEY:
		return "write a key of letters, digits, dots, - and _, at "
		    "most 64";
	case FORM_PHONE:
		return "write a phone number as +15085550100";
	case FORM_MAILBOX:
		return "write a mailbox as ana@example.org";
	case FORM_LANGUAGE:
		return "write a language we know, such as es-US";
	case FORM_DAY:
		return "write a day as 2026-09-01";
	case FORM_ID:
		return "write 13 digits or capital letters but I, L, O and U";
	case FORM_BOOL:
		return "write true or false";
	default:
		return "write a list, in [ and ]";
	}
}

static void
read_member(struct reading *r, json_t *value, const struct member *m,
    const char *path, void *into)
{
	void	*place = (char *)into + m->offset;
	bool	 good;

	if (m->form == FORM_LIST)
		good = json_is_array(value) &&
		    json_array_size(value) <= LIST_MOST;
	else if (m->form == FORM_BOOL)
		good = json_is_boolean(value);
	else
		good = json_is_string(value) && read_text(r, m->form,
		    json_string_value(value), place);
	if (!good)
		PROBLEM(r, below(r, path, m->name), "this is not right; %s",
		    wanted(m->form));
	else if (m->form == FORM_BOOL)
		*(bool *)place = json_is_true(value);
}

static bool
is_member(const struct member *m, const char *name)
{
	for (; m->name != NULL; m++)
		if (strcmp(m->name, name) == 0)
			return true;
	return false;
}

/* Fills an entry from an object.  False: it is none. */
static bool
fill(struct reading *r, json_t *object, const struct member *members,
    const char *path, void *into)
{
	const char	*name;
	json_t		*value;

	if (!json_is_object(object)) {
		PROBLEM(r, *path == '\0' ? "the file" : path, "this is not an "
		    "object; write it in { and }");
		return false;
	}
	json_object_foreach(object, name, value)
		if (!is_member(members, name))
			PROBLEM(r, below(r, path, name), "there is no such "
			    "member here; take it out, or correct its name");
	for (const struct member *m = members; m->name != NULL; m++) {
		value = json_object_get(object, m->name);
		if (value != NULL)
			read_member(r, value, m, path, into);
		else if (m->needed)
			PROBLEM(r, below(r, path, m->name), "this is missing; "
			    "%s", wanted(m->form));
	}
	return true;
}

/* A list of keys or phones; what is no list has been named already. */
static struct texts
read_texts(struct reading *r, json_t *object, const char *name,
    const char *path, enum form form)
{
	json_t		*list = json_object_get(object, name);
	size_t		 size = json_array_size(list);
	struct texts	 t = { 0 };

	t.list = NEW_LIST(r->arena, const char *, size);
	t.paths = NEW_LIST(r->arena, const char *, size);
	for (size_t i = 0; i < size && size <= LIST_MOST; i++) {
		const char *text = json_string_value(json_array_get(list, i));
		const char *here = arena_print(r->arena, "%s[%zu]",
		    below(r, path, name), i);

		t.paths[t.count] = here;
		if (text != NULL && read_text(r, form, text,
		    &t.list[t.count]))
			t.count++;
		else
			PROBLEM(r, here, "this is not right; %s",
			    wanted(form));
	}
	return t;
}

/* What reads one entry of a list. */
typedef void read_entry(struct reading *, json_t *, const char *path, void *);

struct entries {
	const char	*name;
	size_t		 size;		/* Of one. */
	read_entry	*read;
};

/* All entries of a list, one after the other. */
static void *
read_list(struct reading *r, json_t *object, const char *path,
    const struct entries *e, unsigned *count)
{
	json_t	*list = json_object_get(object, e->name);
	size_t	 size = json_array_size(list);
	char	*all;

	*count = 0;
	if (size > LIST_MOST)
		return NULL;
	all = arena_take(r->arena, (size + 1) * e->size);
	for (size_t i = 0; i < size; i++)
		e->read(r, json_array_get(list, i), arena_print(r->arena,
		    "%s[%zu]", below(r, path, e->name), i), all + i * e->size);
	*count = (unsigned)size;
	return all;
}

static void
read_number(struct reading *r, json_t *json, const char *path, void *into)
{
	((struct number *)into)->path = path;
	(void)fill(r, json, of_number, path, into);
}

static void
read_class(struct reading *r, json_t *json, const char *path, void *into)
{
	struct class_entry *class = into;

	class->path = path;
	if (fill(r, json, of_class, path, class))
		class->team = read_texts(r, json, "team", path, FORM_KEY);
}

/* Classes stand within their school, and are one list from here on. */
static void
read_school(struct reading *r, json_t *json, const char *path, void *into)
{
	static const struct entries	 classes = { "classes",
					    sizeof(struct class_entry),
					    read_class };
	struct district_file		*file = r->file;
	struct school_entry		*school = into;
	struct class_entry		*list, *all;
	unsigned			 count;

	school->path = path;
	if (!fill(r, json, of_school, path, school))
		return;
	school->office = read_texts(r, json, "office", path, FORM_KEY);
	list = read_list(r, json, path, &classes, &count);
	all = NEW_LIST(r->arena, struct class_entry,
	    file->class_count + count + 1);
	if (file->class_count > 0)
		memcpy(all, file->classes, file->class_count * sizeof *all);
	for (unsigned i = 0; i < count; i++) {
		list[i].school = (int)file->school_count;
		all[file->class_count++] = list[i];
	}
	file->classes = all;
	file->school_count++;
}

static void
read_staff(struct reading *r, json_t *json, const char *path, void *into)
{
	struct staff_entry *staff = into;

	staff->path = path;
	staff->language = "en-US";
	if (!fill(r, json, of_staff, path, staff))
		return;
	staff->roles = read_texts(r, json, "roles", path, FORM_KEY);
	staff->admin_of = read_texts(r, json, "admin_of", path, FORM_KEY);
	staff->approves = read_texts(r, json, "approves", path,
	    FORM_LANGUAGE);
}

static void
read_student(struct reading *r, json_t *json, const char *path, void *into)
{
	((struct student_entry *)into)->path = path;
	(void)fill(r, json, of_student, path, into);
}

static void
read_relation(struct reading *r, json_t *json, const char *path, void *into)
{
	struct relation *relation = into;

	relation->path = path;
	relation->write_to = true;
	(void)fill(r, json, of_relation, path, relation);
}

static void
read_guardian(struct reading *r, json_t *json, const char *path, void *into)
{
	static const struct entries	 relations = { "students",
					    sizeof(struct relation),
					    read_relation };
	struct guardian_entry		*guardian = into;

	guardian->path = path;
	guardian->staff = NOBODY;
	if (!fill(r, json, of_guardian, path, guardian))
		return;
	guardian->phones = read_texts(r, json, "phones", path, FORM_PHONE);
	guardian->relations = read_list(r, json, path, &relations,
	    &guardian->relation_count);
}

static void
read_file(struct reading *r, json_t *json)
{
	static const struct entries numbers = { "numbers",
	    sizeof(struct number), read_number };
	static const struct entries schools = { "schools",
	    sizeof(struct school_entry), read_school };
	static const struct entries staff = { "staff",
	    sizeof(struct staff_entry), read_staff };
	static const struct entries students = { "students",
	    sizeof(struct student_entry), read_student };
	static const struct entries guardians = { "guardians",
	    sizeof(struct guardian_entry), read_guardian };
	struct district_file *f = r->file;

	if (!fill(r, json, of_district, "", f))
		return;
	f->desk = read_texts(r, json, "desk", "", FORM_KEY);
	f->numbers = read_list(r, json, "", &numbers, &f->number_count);
	f->schools = read_list(r, json, "", &schools, &f->school_count);
	f->staff = read_list(r, json, "", &staff, &f->staff_count);
	f->students = read_list(r, json, "", &students, &f->student_count);
	f->guardians = read_list(r, json, "", &guardians,
	    &f->guardian_count);
}

struct district_file *
district_read(struct arena *arena, const char *text, size_t length,
    const struct configured *configured, struct district_problems *problems)
{
	struct district_file	*file = NEW(arena, struct district_file);
	struct reading		 r = { arena, file, problems };
	json_error_t		 error;
	json_t			*json;

	problems->count = 0;
	file->arena = arena;
	if (length > DISTRICT_BYTES) {
		PROBLEM(&r, "the file", "it is larger than 8 MB; leave some "
		    "of it out");
		return NULL;
	}
	json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL) {
		PROBLEM(&r, arena_print(arena, "line %d", error.line), "this "
		    "is not JSON (%s); correct it", error.text);
		return NULL;
	}
	read_file(&r, json);
	json_decref(json);
	if (problems->count == 0)
		district_check(file, configured, problems);
	return problems->count == 0 ? file : NULL;
}
