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

json_t *
translating_json(const struct preview *p, const char *language)
{
	const struct saying	*s = NULL;

	for (unsigned i = 0; i < p->saying_count; i++)
		if (strcmp(p->sayings[i].to, language) == 0)
			s = &p->sayings[i];
	if (s == NULL || (s->state == SAY_DONE && s->approved))
		return json_null();
	return json_pack("{s:b}", s->state == SAY_DONE ? "computer" :
	    s->state == SAY_WAITING ? "waiting" : "failed", 1);
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
