/*
 * Which places words may have.  Whoever mistypes a name is told which was
 * meant, so that no family ever reads brackets.
 */

#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/text.h"
#include "flow/compose.h"
#include "flow/fill.h"
#include "store/translation.h"

static const char *const known[KNOWNS] = {
	[KNOWN_GUARDIAN] = "guardian name",
	[KNOWN_STUDENT] = "student name",
	[KNOWN_FIRST_NAME] = "student first name",
	[KNOWN_SCHOOL] = "school",
	[KNOWN_CLASS] = "class",
	[KNOWN_TEACHER] = "teacher name",
	[KNOWN_PHONE] = "office phone",
	[KNOWN_DISTRICT] = "district",
};

static const char *const folded[KNOWNS] = {
	[KNOWN_GUARDIAN] = "guardianname",
	[KNOWN_STUDENT] = "studentname",
	[KNOWN_FIRST_NAME] = "studentfirstname",
	[KNOWN_SCHOOL] = "school",
	[KNOWN_CLASS] = "class",
	[KNOWN_TEACHER] = "teachername",
	[KNOWN_PHONE] = "officephone",
	[KNOWN_DISTRICT] = "district",
};

const char *
fill_folded(enum known name)
{
	return folded[name];
}

unsigned
fill_known(const char *const **names)
{
	*names = known;
	return KNOWNS;
}

static bool
is_known(const char *name)
{
	for (size_t i = 0; i < KNOWNS; i++)
		if (strcmp(folded[i], name) == 0)
			return true;
	return false;
}

unsigned
fill_asks(struct arena *arena, const char *words, struct placeholder **list)
{
	unsigned n = placeholder_names(arena, words, list), kept = 0;

	for (unsigned i = 0; i < n; i++)
		if (!is_known((*list)[i].folded))
			(*list)[kept++] = (*list)[i];
	return kept;
}

bool
fill_names_student(struct arena *arena, const char *words)
{
	struct placeholder	*list;
	unsigned		 n = placeholder_names(arena, words, &list);

	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].folded, folded[KNOWN_STUDENT]) == 0 ||
		    strcmp(list[i].folded, folded[KNOWN_FIRST_NAME]) == 0)
			return true;
	return false;
}

/* It is none of ours, and the author gave no value. */
static const char *
not_given(struct arena *arena, const struct placeholder *p)
{
	const char *near = placeholder_near(arena, p->name, known, KNOWNS);

	if (near != NULL && p->shown == NULL)
		return arena_print(arena, "\"((%s))\" is not something we "
		    "know. Did you mean ((%s))?", p->name, near);
	if (p->shown != NULL)
		return arena_print(arena, "\"((%s??...))\" has no value. Say "
		    "yes or no for it.", p->name);
	return arena_print(arena, "\"((%s))\" has no value. Say what stands "
	    "there.", p->name);
}

static const char *
wrong_in(struct arena *arena, const char *words, const struct draft *d)
{
	struct placeholder	*list;
	unsigned		 n = placeholder_names(arena, words, &list);

	for (unsigned i = 0; i < n; i++) {
		if (*list[i].folded == '\0')
			return "There are brackets ((  )) with no name in "
			    "them. Write a name, or take them out.";
		if (is_known(list[i].folded) && list[i].shown == NULL)
			continue;
		if (is_known(list[i].folded))
			return arena_print(arena, "\"((%s??...))\" needs yes "
			    "or no, and ((%s)) is a name. Choose another one.",
			    list[i].name, list[i].name);
		if (value_find(d->values, d->value_count,
		    list[i].folded) == NULL)
			return not_given(arena, &list[i]);
	}
	return NULL;
}

/* On top of a mail stands nobody's name: locked phones show it. */
static const char *
wrong_subject(struct arena *arena, const struct draft *d)
{
	const char		*why;
	struct placeholder	*list;
	unsigned		 n;

	if (d->subject == NULL)
		return NULL;
	if ((why = wrong_in(arena, d->subject, d)) != NULL)
		return why;
	n = placeholder_names(arena, d->subject, &list);
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].folded, folded[KNOWN_GUARDIAN]) == 0 ||
		    fill_names_student(arena, d->subject))
			return "A subject shows on locked phones. Leave the "
			    "names of families out of it.";
	return NULL;
}

static const char *
wrong_translation(struct arena *arena, const struct draft *d,
    const struct translation *t)
{
	struct placeholder_change	 change;
	const char			*name = lang_english(t->language);

	if (placeholder_same(arena, d->words, t->words, &change))
		return NULL;
	if (change.missing_count > 0)
		return arena_print(arena, "The words in %s do not have "
		    "((%s)). Put it in.", name, change.missing[0]);
	if (change.added_count > 0)
		return arena_print(arena, "The words in %s have ((%s)), which "
		    "the English ones do not. Take it out.", name,
		    change.added[0]);
	return arena_print(arena, "The words in %s have ((%s)) in another way "
	    "than the English ones. Write it as there.", name,
	    change.different[0]);
}

static bool
is_used(struct arena *arena, const struct draft *d, const char *name)
{
	struct placeholder	*list;
	unsigned		 n = placeholder_names(arena, d->words, &list);

	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].folded, name) == 0)
			return true;
	n = d->subject == NULL ? 0 :
	    placeholder_names(arena, d->subject, &list);
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].folded, name) == 0)
			return true;
	return false;
}

static const char *
wrong_value(struct arena *arena, const struct draft *d, unsigned i)
{
	const struct value *v = &d->values[i];

	if (value_find(d->values, i, v->name) != NULL)
		return arena_print(arena, "The value \"%s\" is there twice. "
		    "Give it once.", v->name);
	if (is_known(v->name))
		return arena_print(arena, "\"%s\" is filled by itself, for "
		    "each family. Leave its value out.", v->name);
	if (!is_used(arena, d, v->name))
		return arena_print(arena, "There is a value \"%s\", and no "
		    "((%s)) in the words. Leave it out.", v->name, v->name);
	if (text_units(v->texts[0]) > VALUE_MOST)
		return arena_print(arena, "The value \"%s\" is too long. "
		    "Write at most 200 characters.", v->name);
	return NULL;
}

const char *
fill_wrong(struct arena *arena, const struct draft *d)
{
	const char *why = wrong_in(arena, d->words, d);

	if (why == NULL)
		why = wrong_subject(arena, d);
	if (d->value_count > VALUES_MOST)
		why = "There are too many values. Give at most 50.";
	for (unsigned i = 0; i < d->value_count && why == NULL; i++)
		why = wrong_value(arena, d, i);
	for (unsigned i = 0; i < d->translation_count && why == NULL; i++)
		why = wrong_translation(arena, d, &d->translations[i]);
	return why;
}
