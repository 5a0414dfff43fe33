/*
 * What is around every page: who is signed in, where they may go, what the
 * district is.
 */

#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/lang.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/person.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page.h"
#include "web/page_speech.h"

#define ROW_MOST	9	/* Places that have room in one row. */

static const struct place {
	const char	*path, *key;
	unsigned	 right;
	bool		 rare;		/* Below "More", where there are too
					 * many. */
} places[] = {
	{ "/", "page.menu_home", RIGHT_NONE, false },
	{ "/inbox", "page.menu_inbox", RIGHT_WRITE, false },
	{ "/write", "page.menu_write", RIGHT_WRITE, false },
	{ "/announce", "page.menu_announce", RIGHT_WRITE, false },
	{ "/sent", "page.menu_sent", RIGHT_WRITE, false },
	{ "/students", "page.menu_students", RIGHT_WRITE, false },
	{ "/contacts", "page.menu_contacts", RIGHT_OFFICE, false },
	{ "/templates", "page.menu_templates", RIGHT_WRITE | RIGHT_LANGUAGE,
	    true },
	{ "/language", "page.menu_language", RIGHT_LANGUAGE, false },
	{ "/report", "page.menu_report", RIGHT_REPORT, false },
	{ "/users", "page.menu_users", RIGHT_USERS, true },
	{ "/settings", "page.menu_settings", RIGHT_SETTINGS, true },
	{ "/health", "page.menu_health", RIGHT_SETTINGS, true },
	{ "/audit", "page.menu_audit", RIGHT_AUDIT, true },
};

/* What a look() set wins. */
static void
set(json_t *view, const char *name, json_t *value)
{
	if (json_object_get(view, name) == NULL)
		json_object_set_new(view, name, value);
	else
		json_decref(value);
}

/* Whether the page is that place, or below it. */
static bool
is_at(const char *path, const char *place)
{
	size_t length = strlen(place);

	return length == 1 ? path[1] == '\0' :
	    strncmp(path, place, length) == 0 &&
	    (path[length] == '\0' || path[length] == '/');
}

static bool
is_theirs(const struct visit *v, const struct place *p)
{
	return v->who.person != 0 && (p->right == RIGHT_NONE ||
	    p->right & v->who.standing.rights);
}

/* `menu`, and `menu_more` when some of it is folded: {here}, a key when one of
 * those is the page. */
static void
add_menu(const struct visit *v, json_t *view)
{
	json_t		*all = json_array();
	const char	*here = NULL;
	unsigned	 n = 0;

	for (size_t i = 0; i < COUNT(places); i++)
		n += is_theirs(v, &places[i]);
	for (size_t i = 0; i < COUNT(places); i++) {
		const struct place	*p = &places[i];
		bool			 current = is_at(v->page->path,
					    p->path);

		if (!is_theirs(v, p))
			continue;
		if (p->rare && current)
			here = p->key;
		json_array_append_new(all, json_pack(
		    "{s:s, s:s, s:b, s:b, s:b}", "path_url", p->path,
		    "key", p->key, "current", (int)current, "folded",
		    (int)(p->rare && n > ROW_MOST),
		    "waits", strcmp(p->path, "/inbox") == 0));
	}
	set(view, "menu", all);
	if (n > ROW_MOST)
		set(view, "menu_more", json_pack("{s:o}", "here",
		    api_text(here)));
}

static void
may(const struct visit *v, json_t *view)
{
	static const struct {
		const char	*name;
		unsigned	 right;
	} list[] = {
		{ "can_write", RIGHT_WRITE }, { "can_office", RIGHT_OFFICE },
		{ "can_language", RIGHT_LANGUAGE },
		{ "can_report", RIGHT_REPORT },
		{ "can_budget", RIGHT_BUDGET }, { "can_users", RIGHT_USERS },
		{ "can_settings", RIGHT_SETTINGS },
		{ "can_audit", RIGHT_AUDIT },
	};

	for (size_t i = 0; i < COUNT(list); i++)
		set(view, list[i].name, json_boolean(
		    v->who.standing.rights & list[i].right));
}

static void
of_district(struct visit *v, struct db *db, json_t *view)
{
	struct district	 d;
	int64_t		 waiting = !(v->who.standing.rights & RIGHT_WRITE) ? 0 :
			    conversation_waiting(db, v->who.person,
			    v->viewer.now);

	if (!district_get(db, &d))
		return;
	set(view, "district", json_string(d.name));
	set(view, "practice", json_boolean(d.practice));
	if (d.sample)
		set(view, "sample", json_pack("{s:o}", "clock",
		    page_when(v, v->viewer.now)));
	if (waiting > 0)
		set(view, "waiting", json_integer(waiting));
}

/* The words of its title stand under "inbox.title" for "inbox" and for all
 * that is not told otherwise. */
static const char *
title_key(struct visit *v)
{
	const char *name = v->template != NULL ? v->template :
	    v->page->template;

	return arena_print(v->arena, "%.*s.title", (int)strcspn(name, "_"),
	    name);
}

void
page_frame(struct visit *v, struct db *db, json_t *view)
{
	const char *language = page_speech(v);

	if (db != NULL)
		of_district(v, db, view);
	if (v->who.person != 0)
		set(view, "session", json_integer(SESSION_IDLE / 1000));
	if (v->who.person != 0)
		set(view, "me", json_pack("{s:o, s:s}", "id",
		    api_id_text(v->who.person), "name", v->who.name));
	may(v, view);
	add_menu(v, view);
	set(view, "title_key", json_string(title_key(v)));
	set(view, "csrf", json_string(page_csrf(v)));
	set(view, "key", json_string(crypt_random(v->arena, 16)));
	set(view, "language", json_string(language));
	set(view, "dir", json_string(lang_right_to_left(language) ? "rtl" :
	    "ltr"));
	set(view, "version", json_integer(v->version));
	set(view, "posted", json_boolean(strcmp(v->page->method, "POST") ==
	    0));
	set(view, "path", json_string(exchange_request(v->exchange)->url));
	set(view, "assets_url", json_string(arena_print(v->arena,
	    "/assets/%s", assets_build)));
}
