/*
 * Words by a computer, as pages tell of them.
 */

#include <string.h>

#include "base/list.h"
#include "flow/preview.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/translating.h"

void
translating_back(json_t *json, const struct saying *back)
{
	if (back->state == SAY_DONE && back->words != NULL)
		json_object_set_new(json, "back", json_string(back->words));
	else if (back->state == SAY_WAITING)
		json_object_set_new(json, "back_waits", json_true());
}

json_t *
translating_json(const struct preview *p, const char *language)
{
	const struct saying	*s;
	json_t			*json;
	unsigned		 i = 0;

	while (i < p->saying_count && strcmp(p->sayings[i].to, language) != 0)
		i++;
	if (i == p->saying_count)
		return json_null();
	s = &p->sayings[i];
	if (s->state == SAY_DONE && s->approved)
		return json_null();
	json = json_pack("{s:b}", s->state == SAY_DONE ? "computer" :
	    s->state == SAY_WAITING ? "waiting" : "failed", 1);
	translating_back(json, &p->backs[i]);
	return json;
}

bool
translating_asks(const struct visit *v, const char *words)
{
	static const char *const ends[] = { ".", "!", "?", "\n", ")" };
	size_t length = strlen(words);

	if (v->fragment == NULL)
		return true;
	for (size_t i = 0; i < COUNT(ends); i++)
		if (length > 0 && words[length - 1] == ends[i][0])
			return true;
	return false;
}
