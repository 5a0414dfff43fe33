/*
 * Values in words.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/wording.h"
#include "base/zone.h"
#include "flow/fill.h"
#include "store/errand.h"

/* The number behind `at` letters of a text of digits. */
static int
number_at(const char *text, size_t at)
{
	return (int)strtol(text + at, NULL, 10);
}

const char *
fill_text(struct arena *arena, const struct value *v,
    const struct fill_as *as)
{
	const char	*text = v->count > 0 ? v->texts[0] : "";
	struct wall	 wall = { .year = 2000, .month = 1, .day = 1 };

	if (as->wordings == NULL || (v->count == 1 &&
	    (v->kind == VALUE_TEXT || v->kind == VALUE_NUMBER)))
		return text;
	if (v->kind == VALUE_DATE) {
		wall.year = number_at(text, 0);
		wall.month = number_at(text, 5);
		wall.day = number_at(text, 8);
		return wording_date(as->wordings, arena, as->language, &wall);
	}
	if (v->kind == VALUE_TIME) {
		wall.hour = number_at(text, 0);
		wall.minute = number_at(text, 3);
		return wording_time(as->wordings, arena, as->language, &wall);
	}
	return wording_list(as->wordings, arena, as->language, v->texts,
	    v->count);
}

const char *
fill_phone(struct arena *arena, const char *phone)
{
	if (strncmp(phone, "+1", 2) != 0 || strlen(phone) != 12)
		return phone;
	return arena_print(arena, "%.3s.%.3s.%s", phone + 2, phone + 5,
	    phone + 8);
}

static unsigned
said(struct arena *arena, const struct errand_values *v,
    const struct fill_as *as, struct placeholder_value **list)
{
	unsigned n = 0;

	*list = NEW_LIST(arena, struct placeholder_value,
	    v->all_count + v->own_count);
	for (unsigned i = 0; i < v->own_count; i++)
		(*list)[n++] = (struct placeholder_value){ v->own[i].name,
		    fill_text(arena, &v->own[i], as) };
	for (unsigned i = 0; i < v->all_count; i++)
		(*list)[n++] = (struct placeholder_value){ v->all[i].name,
		    fill_text(arena, &v->all[i], as) };
	return n;
}

const char *
fill_words(struct arena *arena, const char *words,
    const struct errand_values *v, const struct fill_as *as)
{
	struct placeholder_value	*list;
	unsigned			 n;

	if (v->all_count + v->own_count == 0)
		return words;
	n = said(arena, v, as, &list);
	return placeholder_fill(arena, words, list, n);
}

const char *
fill_isolated(struct arena *arena, const char *words,
    const struct errand_values *v, const struct fill_as *as)
{
	struct placeholder_value	*list;
	unsigned			 n;

	if (v->all_count + v->own_count == 0)
		return words;
	n = said(arena, v, as, &list);
	return placeholder_isolate(arena, words, list, n);
}
