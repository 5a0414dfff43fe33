/*
 * Settings: who translates which language.
 *
 *	GET  /settings/translation
 *
 * It stands in the configuration file, with the keys of the services; here is
 * what follows from it for the languages that families read.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/gateway.h"
#include "store/db.h"
#include "store/reached.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_settings.h"
#include "web/pages.h"

static json_t *
services(struct visit *v, const struct configured *c)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < c->translator_count; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:b}",
		    "name", c->translators[i].name,
		    "service_key", arena_print(v->arena, "settings.service_%s",
		    c->translators[i].translator->name),
		    "simulated", (int)c->translator_use[i].simulated));
	return all;
}

/* The names of those who say it in that language, the first one first. */
static json_t *
who(const struct configured *c, const char *language)
{
	json_t	*all = json_array();
	int	 i;

	for (unsigned n = 0; (i = settings_translates(c, "en-US", language,
	    n)) >= 0; n++)
		json_array_append_new(all, json_pack("{s:s, s:b}",
		    "name", c->translators[i].name, "first", (int)(n == 0)));
	return all;
}

static json_t *
translation(struct visit *v, struct db *db)
{
	const struct configured	*c = v->web->gateway->configured;
	json_t			*view = settings_view(v, db,
				    SETTINGS_TRANSLATION);
	json_t			*all = json_array(), *names;
	struct reached		*list;
	bool			 lacks = false;
	unsigned		 n = reached_languages(db, v->viewer.now,
				    &list);

	for (unsigned i = 0; i < n; i++) {
		if (strcmp(list[i].language, "en-US") == 0)
			continue;
		names = who(c, list[i].language);
		lacks = lacks || json_array_size(names) == 0;
		json_array_append_new(all, json_pack("{s:o, s:I, s:o}",
		    "language", page_language(list[i].language), "n",
		    (json_int_t)list[i].guardians, "who", names));
	}
	json_object_set_new(view, "any", json_boolean(
	    json_array_size(all) > 0));
	json_object_set_new(view, "lacks", json_boolean(lacks));
	json_object_set_new(view, "services", services(v, c));
	json_object_set_new(view, "languages", all);
	return view;
}

void
page_settings_translation(struct visit *v)
{
	api_read(v, translation);
}
