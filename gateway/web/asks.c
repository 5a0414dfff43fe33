/*
 * Fields for values.
 */

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/compose.h"
#include "flow/fill.h"
#include "web/api.h"
#include "web/asks.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/whom.h"

/* What is asked for by the words, and by the subject only. */
static unsigned
all_asks(struct visit *v, const char *words, const char *subject,
    struct placeholder **list)
{
	return fill_asks(v->arena, subject == NULL ? words : arena_print(
	    v->arena, "%s\n%s", words, subject), list);
}

static const char *
field_of(struct visit *v, const struct placeholder *p)
{
	return arena_print(v->arena, "value.%s", p->folded);
}

unsigned
asks_take(struct visit *v, const char *words, const char *subject,
    const struct value **values)
{
	struct placeholder	*asks;
	unsigned		 n = all_asks(v, words, subject, &asks);
	unsigned		 count = 0;
	struct value		*list = NEW_LIST(v->arena, struct value, n);
	const char		**text;

	for (unsigned i = 0; i < n && count < VALUES_MOST; i++) {
		text = NEW(v->arena, const char *);
		*text = whom_typed(v, field_of(v, &asks[i]));
		if (**text != '\0' && strpbrk(*text, "\n\t") == NULL &&
		    value_find(list, count, asks[i].folded) == NULL)
			list[count++] = (struct value){
			    .name = asks[i].folded,
			    .kind = value_kind_of(*text), .texts = text,
			    .count = 1 };
	}
	*values = list;
	return count;
}

/* Browsers have fields for days and hours. */
static const char *
type_of(const struct placeholder *p, const struct value *given)
{
	size_t length = strlen(p->folded);

	if (given != NULL && given->kind == VALUE_TEXT)
		return "text";
	if (length >= 4 && strcmp(p->folded + length - 4, "date") == 0)
		return "date";
	if (length >= 4 && strcmp(p->folded + length - 4, "time") == 0)
		return "time";
	return "text";
}

void
asks_view(struct visit *v, json_t *view, const struct draft *d)
{
	struct placeholder	*asks;
	unsigned		 n = all_asks(v, d->words, d->subject, &asks);
	const struct value	*given;
	json_t			*all = json_array();
	const char		*text;

	for (unsigned i = 0; i < n; i++) {
		given = value_find(d->values, d->value_count,
		    asks[i].folded);
		text = given == NULL ? "" : given->texts[0];
		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:s, "
		    "s:s, s:b, s:b}", "name", asks[i].name,
		    "field", field_of(v, &asks[i]),
		    "type", type_of(&asks[i], given), "value", text,
		    "shown", asks[i].shown == NULL ? "" : asks[i].shown,
		    "yes_no", asks[i].shown != NULL,
		    "yes", (int)placeholder_shows(text)));
	}
	if (n > 0)
		json_object_set_new(view, "any_asks", json_true());
	json_object_set_new(view, "asks", all);
}

const char *
asks_wrong(struct visit *v, const struct draft *d, const char **field)
{
	struct placeholder	*asks;
	struct draft		 only = *d;

	only.translation_count = 0;	/* They are another step's. */
	*field = all_asks(v, d->words, d->subject, &asks) > 0 ? "values" :
	    "words";
	return fill_wrong(v->arena, &only);
}
