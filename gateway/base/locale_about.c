/*
 * What a file of words says of itself, and what is looked at in all words.
 */

#include <stdio.h>
#include <string.h>

#include <unicode/uenum.h>
#include <unicode/upluralrules.h>

#include "base/arena.h"
#include "base/bridge.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/locale_about.h"
#include "base/text.h"

#define REASON		200
#define NAME_BYTES	200	/* Of a month, or of who approved. */

struct approval {
	const char	*key, *by;
};

struct about {
	struct approval		*approved;
	size_t			 count;
	bool			 any_dates;
	struct locale_dates	 dates;
};

struct reading {
	struct arena	*arena;
	char		*reason;
};

static bool
refuse(const struct reading *r, const char *what, const char *why)
{
	snprintf(r->reason, REASON, "%.60s: %s", what, why);
	return (false);
}

static bool
read_text(const struct reading *r, const char *what, const json_t *value,
    const char **text)
{
	if (!json_is_string(value) || json_string_length(value) == 0 ||
	    json_string_length(value) > NAME_BYTES)
		return (refuse(r, what, "it has to be a text of at most 200 "
		    "bytes"));
	*text = text_clean(r->arena, json_string_value(value),
	    json_string_length(value));
	return (true);
}

static bool
read_approved(const struct reading *r, struct about *about,
    const json_t *object)
{
	const char	*key;
	json_t		*value;

	if (!json_is_object(object))
		return (refuse(r, "approved", "it has to be an object of keys "
		    "and who approved their words"));
	about->approved = NEW_LIST(r->arena, struct approval,
	    json_object_size(object));
	json_object_foreach((json_t *)object, key, value) {
		struct approval *one = &about->approved[about->count++];

		one->key = arena_text(r->arena, key);
		if (!read_text(r, key, value, &one->by))
			return (false);
	}
	return (true);
}

static bool
read_names(const struct reading *r, const char *what, const json_t *list,
    const char **names, size_t count)
{
	char	 why[60];

	if (!json_is_array(list) || json_array_size(list) != count) {
		snprintf(why, sizeof why, "it has to be a list of %zu texts",
		    count);
		return (refuse(r, what, why));
	}
	for (size_t i = 0; i < count; i++)
		if (!read_text(r, what, json_array_get(list, i), &names[i]))
			return (false);
	return (true);
}

/* Every name in braces has to be among those (between bars). */
static bool
read_pattern(const struct reading *r, const char *what, const json_t *value,
    const char *names, const char **pattern)
{
	const char	*at, *end;
	char		*name;

	if (!read_text(r, what, value, pattern))
		return (false);
	for (at = *pattern; (at = strchr(at, '{')) != NULL; at = end) {
		if ((end = strchr(at, '}')) == NULL)
			return (refuse(r, what, "a brace is not closed"));
		name = arena_print(r->arena, "|%.*s|", (int)(end - at - 1),
		    at + 1);
		if (strstr(names, name) == NULL)
			return (refuse(r, what, arena_print(r->arena,
			    "the names in braces can be %s", names)));
	}
	return (true);
}

static bool
read_part(const struct reading *r, struct locale_dates *d, const char *part,
    const json_t *value)
{
	if (strcmp(part, "weekdays") == 0)
		return (read_names(r, part, value, d->weekdays, 7));
	if (strcmp(part, "months") == 0)
		return (read_names(r, part, value, d->months, 12));
	if (strcmp(part, "halves") == 0)
		return (read_names(r, part, value, d->halves, 2));
	if (strcmp(part, "date") == 0)
		return (read_pattern(r, part, value, "|weekday|day|month|",
		    &d->date));
	if (strcmp(part, "time") == 0)
		return (read_pattern(r, part, value,
		    "|hour|hour24|minute|half|", &d->time));
	if (strcmp(part, "moment") == 0)
		return (read_pattern(r, part, value, "|date|time|",
		    &d->moment));
	if (strcmp(part, "comma") == 0)
		return (read_text(r, part, value, &d->comma));
	if (strcmp(part, "and") == 0)
		return (read_text(r, part, value, &d->and));
	return (refuse(r, part, "dates have no such part"));
}

static bool
read_dates(const struct reading *r, struct about *about, const json_t *object)
{
	const char	*part;
	json_t		*value;

	if (!json_is_object(object))
		return (refuse(r, "dates", "it has to be an object"));
	about->any_dates = true;
	json_object_foreach((json_t *)object, part, value)
		if (!read_part(r, &about->dates, part, value))
			return (false);
	return (true);
}

struct about *
about_read(struct arena *arena, const json_t *object, char *reason)
{
	const struct reading	 r = { arena, reason };
	struct about		*about = NEW(arena, struct about);
	const char		*key;
	json_t			*value;
	bool			 good = json_is_object(object) ||
				    refuse(&r, "it", "has to be an object");

	if (good)
		json_object_foreach((json_t *)object, key, value)
			good = good && (strcmp(key, "approved") == 0 ?
			    read_approved(&r, about, value) :
			    strcmp(key, "dates") == 0 ?
			    read_dates(&r, about, value) :
			    refuse(&r, key, "nothing is said so; write "
			    "approved or dates"));
	return (good ? about : NULL);
}

const char *
about_approved(const struct about *about, const char *key)
{
	const char	*by = NULL;

	for (size_t i = 0; i < about->count; i++) {
		if (strcmp(about->approved[i].key, key) == 0)
			return (about->approved[i].by);
		if (strcmp(about->approved[i].key, "*") == 0)
			by = about->approved[i].by;
	}
	return (by);
}

const struct locale_dates *
about_dates(const struct about *about)
{
	return (about->any_dates ? &about->dates : NULL);
}

static bool
turns(uint32_t c)
{
	return (c == 0x061c || c == 0x200e || c == 0x200f ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
}

const char *
locale_wrong(const char *pattern)
{
	uint32_t	 c;

	while ((c = text_next(&pattern)) != 0) {
		if (c == '<' || c == '>')
			return ("no markup: leave out < and >");
		if (turns(c))
			return ("it has an invisible character that turns the "
			    "direction of the text: leave it out, and put what "
			    "has another direction on a line of its own");
		if (c == 0xfeff || c == 0xfffd || c == 0x200b)
			return ("it has a character that is no letter (U+FEFF, "
			    "U+FFFD or U+200B): write it again");
	}
	return (NULL);
}

static bool
millions(const char *language, const char *category)
{
	return (strcmp(category, "many") == 0 && *language != '\0' &&
	    strstr("|es|pt|fr|it|", (char[]){ '|', language[0], language[1],
	    '|', '\0' }) != NULL);
}

const char *
locale_misses(const struct bridge_format *format, const char *language)
{
	static const char *const categories[] = { "zero", "one", "two", "few",
	    "many", "other" };
	UErrorCode	 error = U_ZERO_ERROR;
	UPluralRules	*rules;
	UEnumeration	*words;
	const char	*word, *missed = NULL;

	if (!bridge_format_counts(format))
		return (NULL);
	rules = uplrules_open(lang_icu(language), &error);
	words = uplrules_getKeywords(rules, &error);
	while (U_SUCCESS(error) && missed == NULL &&
	    (word = uenum_next(words, NULL, &error)) != NULL)
		for (size_t i = 0; i < COUNT(categories); i++)
			if (strcmp(word, categories[i]) == 0 &&
			    !millions(language, word) &&
			    !bridge_format_has(format, word))
				missed = categories[i];
	uenum_close(words);
	uplrules_close(rules);
	return (missed);
}
