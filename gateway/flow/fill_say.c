/*
 * Values in words.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/fill.h"

/* English, until a language says it. */
static const char *
join(struct arena *arena, const char *const *names, unsigned count)
{
	const char *all = count == 0 ? "" : names[0];

	for (unsigned i = 1; i < count; i++)
		all = arena_print(arena, "%s%s%s", all, i + 1 < count ? ", " :
		    count > 2 ? ", and " : " and ", names[i]);
	return all;
}

const char *
fill_text(struct arena *arena, const struct value *v, const char *language)
{
	(void)language;
	return v->count == 1 ? v->texts[0] : join(arena, v->texts, v->count);
}

const char *
fill_phone(struct arena *arena, const char *phone)
{
	if (strncmp(phone, "+1", 2) != 0 || strlen(phone) != 12)
		return phone;
	return arena_print(arena, "%.3s-%.3s-%s", phone + 2, phone + 5,
	    phone + 8);
}

static unsigned
said(struct arena *arena, const struct errand_values *v, const char *language,
    struct placeholder_value **list)
{
	unsigned n = 0;

	*list = NEW_LIST(arena, struct placeholder_value,
	    v->all_count + v->own_count);
	for (unsigned i = 0; i < v->own_count; i++)
		(*list)[n++] = (struct placeholder_value){ v->own[i].name,
		    fill_text(arena, &v->own[i], language) };
	for (unsigned i = 0; i < v->all_count; i++)
		(*list)[n++] = (struct placeholder_value){ v->all[i].name,
		    fill_text(arena, &v->all[i], language) };
	return n;
}

const char *
fill_words(struct arena *arena, const char *words,
    const struct errand_values *v, const char *language)
{
	struct placeholder_value	*list;
	unsigned			 n;

	if (v->all_count + v->own_count == 0)
		return words;
	n = said(arena, v, language, &list);
	return placeholder_fill(arena, words, list, n);
}

const char *
fill_isolated(struct arena *arena, const char *words,
    const struct errand_values *v, const char *language)
{
	struct placeholder_value	*list;
	unsigned			 n;

	if (v->all_count + v->own_count == 0)
		return words;
	n = said(arena, v, language, &list);
	return placeholder_isolate(arena, words, list, n);
}
