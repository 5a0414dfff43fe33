/*
 * The first page of whoever has signed in.
 */

#include "store/db.h"
#include "web/api.h"
#include "web/page_inside.h"
#include "web/pages.h"

static json_t *
home(struct visit *v, struct db *db)
{
	(void)v;
	(void)db;
	return json_object();
}

void
page_home(struct visit *v)
{
	api_read(v, home);
}
