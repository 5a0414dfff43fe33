/*
 * The templates that a district begins with, for one that lacks some.
 *
 *	GET  /local/v1/templates
 *	POST /local/v1/templates	they are added: {templates, count}
 */

#include "flow/bank.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/db.h"
#include "store/user.h"
#include "web/api.h"
#include "web/desk_settings.h"
#include "web/inside.h"

static json_t *
tags(const char *const *list, unsigned count)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(all, json_string(list[i]));
	return all;
}

json_t *
desk_bank(struct visit *v, struct db *db)
{
	const struct bank	*bank = v->web->gateway->bank;
	struct bank_step	*list;
	unsigned		 n = bank == NULL ? 0 : bank_look(db, bank,
				    &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:b, s:o, s:o}",
		    "name", list[i].name, "missing", (int)list[i].missing,
		    "added", tags(list[i].added, list[i].added_count),
		    "newer", tags(list[i].newer, list[i].newer_count)));
	return json_pack("{s:o}", "templates", all);
}

unsigned
desk_add_bank(struct visit *v, struct db *db)
{
	const struct bank *bank = v->web->gateway->bank;

	return bank == NULL ? 0 : bank_load(db, bank, &(struct deed){
	    .person = v->viewer.person, .api_key = v->viewer.api_key },
	    v->viewer.now);
}

/* What there was to do, and that it was done. */
static json_t *
add(struct visit *v, struct db *db)
{
	json_t *lacked = desk_bank(v, db);

	json_object_set_new(lacked, "count", json_integer(desk_add_bank(v,
	    db)));
	return lacked;
}

static void
ask_templates(struct visit *v)
{
	static const char *const names[] = { NULL };

	if (api_query(v, names))
		api_read(v, desk_bank);
}

static void
ask_add_templates(struct visit *v)
{
	api_change(v, add);
}

void
local_templates(struct exchange *x, void *web)
{
	api_enter(x, web, ask_templates);
}

void
local_add_templates(struct exchange *x, void *web)
{
	api_enter(x, web, ask_add_templates);
}
