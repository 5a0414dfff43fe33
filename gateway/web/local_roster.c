/*
 * Rosters go in by the socket (flow/import.h), from a command that has read
 * the file.
 *
 *	GET  /local/v1/roster?noun=student&from=NAME
 *	     {"rows": [["1042", "{...}"], ...], "next": "1980"}
 *	POST /local/v1/imports	  {"source", "digest", "leave": [...],
 *	     "step_down": [...], "desk": true, "dry": false}
 *	POST /local/v1/imports/:id/rows	{"rows": [["student", "1042",
 *	     "{...}"], ["student", "1043", null]]}, all of one noun
 *	POST /local/v1/imports/:id/end
 *	POST /local/v1/imports/undo	  {"id": null, "again": false}
 *	GET  /local/v1/imports
 *
 * A content is a text within the JSON, so that its bytes are what is
 * compared.  All may be asked again: the same rows change nothing.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/gateway.h"
#include "flow/import.h"
#include "net/server.h"
#include "store/db.h"
#include "store/roster_row.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/local.h"

#define ROWS_OF_PAGE	1000
#define IMPORTS_OF_PAGE	100
#define SOURCE_MOST	300

struct asked_rows {
	const char	*noun, *from;
};

static json_t *
tell_rows(struct visit *v, struct db *db)
{
	const struct asked_rows	*asked = v->wanted;
	struct roster_said	*list;
	unsigned		 n = roster_row_page(db, asked->noun,
				    asked->from, ROWS_OF_PAGE, &list);
	json_t			*rows = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(rows, json_pack("[s, s]",
		    list[i].name, list[i].content));
	return json_pack("{s:o, s:o}", "rows", rows, "next",
	    api_text(n < ROWS_OF_PAGE ? NULL : list[n - 1].name));
}

static void
ask_rows(struct visit *v)
{
	static const char *const names[] = { "noun", "from", NULL };
	struct asked_rows	*asked = NEW(v->arena, struct asked_rows);
	enum roster_noun	 noun;

	if (!api_query(v, names))
		return;
	asked->noun = form_get(&v->query, "noun");
	asked->from = form_get(&v->query, "from");
	if (asked->from == NULL)
		asked->from = "";
	v->wanted = asked;
	if (asked->noun == NULL || !roster_noun_read(asked->noun, &noun))
		api_problem(v, 400, "noun is one of: school, staff, class, "
		    "student, guardian.");
	else
		api_read(v, tell_rows);
}

static json_t *
import_json(struct visit *v, const struct imported *i)
{
	return json_pack("{s:o, s:o, s:s, s:s, s:I, s:I, s:o}",
	    "id", api_id_text(i->id), "at", api_time(v, i->at),
	    "source", i->source, "state", import_state_word(i->state),
	    "changes", (json_int_t)i->changes,
	    "undone", (json_int_t)i->undone,
	    "person", api_id_text(i->person));
}

static json_t *
tell_imports(struct visit *v, struct db *db)
{
	struct imported	*list;
	unsigned	 n = imported_list(db, IMPORTS_OF_PAGE, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, import_json(v, &list[i]));
	return json_pack("{s:o}", "imports", all);
}

static void
ask_imports(struct visit *v)
{
	api_read(v, tell_imports);
}

/* The body, as JSON that the caller frees; NULL: it is none. */
static json_t *
body_of(struct visit *v)
{
	const struct request *q = exchange_request(v->exchange);

	return q->body == NULL ? NULL : json_loadb(q->body, q->length,
	    JSON_REJECT_DUPLICATES, NULL);
}

/* What is refused once something may have been written is rolled back. */
static json_t *
refuse(struct visit *v, struct db *db, const char *sentence)
{
	db_fail(db, "a roster was refused");
	return api_no(v, 409, sentence);
}

static json_t *
unread(struct visit *v)
{
	return api_no(v, 400, "The body does not have the members it needs.");
}

static struct import_begun
begun(struct visit *v)
{
	return (struct import_begun){ .source = "", .digest = "",
	    .node = v->web->gateway->node, .now = v->viewer.now,
	    .gateway = v->web->gateway,
	    .person = v->viewer.person };
}

/* False: not a list of texts. */
static bool
read_names(struct visit *v, json_t *list, struct roster_names *names)
{
	const char	*text;
	json_t		*one;
	size_t		 i;

	if (!json_is_array(list))
		return false;
	json_array_foreach(list, i, one) {
		if ((text = json_string_value(one)) == NULL)
			return false;
		roster_names_add(v->arena, names, arena_text(v->arena, text));
	}
	return true;
}

static bool
read_begun(struct visit *v, struct import_begun *b, bool *dry)
{
	json_t	*body = body_of(v), *leave, *step_down;
	int	 desk = 0, is_dry = 0;
	bool	 good;

	good = body != NULL && json_unpack(body,
	    "{s:s, s:s, s:o, s:o, s:b, s:b !}", "source", &b->source,
	    "digest", &b->digest, "leave", &leave, "step_down", &step_down,
	    "desk", &desk, "dry", &is_dry) == 0 &&
	    strlen(b->source) <= SOURCE_MOST &&
	    strlen(b->digest) <= SOURCE_MOST &&
	    read_names(v, leave, &b->leave) &&
	    read_names(v, step_down, &b->step_down);
	if (good) {
		b->source = arena_text(v->arena, b->source);
		b->digest = arena_text(v->arena, b->digest);
		b->desk = desk != 0;
		*dry = is_dry != 0;
	}
	json_decref(body);
	return good;
}

static json_t *
begin(struct visit *v, struct db *db)
{
	struct import_begun	 b = begun(v);
	struct imported		 import;
	const char		*why;
	bool			 dry = false;

	if (!read_begun(v, &b, &dry))
		return unread(v);
	if (dry)
		return import_may(db, &b, &why) ? json_pack("{s:b}", "may",
		    1) : api_no(v, 409, why);
	if (!import_begin(db, &b, &import, &why))
		return refuse(v, db, why);
	return import_json(v, &import);
}

static void
ask_begin(struct visit *v)
{
	api_change(v, begin);
}

static bool
text_or_null(const json_t *json)
{
	return json_is_string(json) || json_is_null(json);
}

/* False: not rows of one noun. */
static bool
read_given(struct visit *v, json_t *rows, struct roster_given *given)
{
	const char	*noun, *name;
	json_t		*row, *content;
	size_t		 i;

	json_array_foreach(rows, i, row) {
		if (json_unpack(row, "[s, s, o !]", &noun, &name,
		    &content) != 0 || !text_or_null(content) ||
		    !roster_noun_read(noun, &given[i].noun) ||
		    given[i].noun != given[0].noun ||
		    *name == '\0' || strlen(name) > ROSTER_NAME)
			return false;
		given[i].name = arena_text(v->arena, name);
		given[i].content = arena_text(v->arena,
		    json_string_value(content));
	}
	return true;
}

static struct roster_given *
read_rows(struct visit *v, unsigned *count)
{
	json_t			*body = body_of(v);
	json_t			*rows = json_object_get(body, "rows");
	size_t			 n = json_array_size(rows);
	struct roster_given	*given = NULL;

	*count = (unsigned)n;
	if (n > 0 && n <= IMPORT_SLICE) {
		given = NEW_LIST(v->arena, struct roster_given, n);
		if (!read_given(v, rows, given))
			given = NULL;
	}
	json_decref(body);
	return given;
}

static json_t *
keep_rows(struct visit *v, struct db *db)
{
	struct import_begun	 b = begun(v);
	struct imported		 import = { .id = v->id };
	const char		*why;
	unsigned		 count;
	struct roster_given	*given = read_rows(v, &count);

	if (given == NULL)
		return api_no(v, 400, "A slice is a list of 1 to 500 rows of "
		    "one noun: [noun, name, content or null].");
	if (!import_slice(db, &b, &import, given, count, &why))
		return refuse(v, db, why);
	return import_json(v, &import);
}

static void
ask_keep_rows(struct visit *v)
{
	if (api_id(v))
		api_change(v, keep_rows);
}

static json_t *
end(struct visit *v, struct db *db)
{
	struct imported import = { .id = v->id, .source = "" };

	import_end(db, &import);
	return import_json(v, &import);
}

static void
ask_end(struct visit *v)
{
	if (api_id(v))
		api_change(v, end);
}

static json_t *
undo(struct visit *v, struct db *db)
{
	struct import_begun	 b = begun(v);
	struct imported		 import;
	const char		*why;
	json_t			*body = body_of(v), *id;
	int			 again = 0;
	bool			 good;

	good = body != NULL && json_unpack(body, "{s:o, s:b !}", "id", &id,
	    "again", &again) == 0 && text_or_null(id) && (json_is_null(id) ||
	    id_parse(json_string_value(id), &v->id));
	json_decref(body);
	if (!good)
		return unread(v);
	if (again && imported_get(db, v->id, &import) &&
	    import.state == IMPORT_UNDONE)
		return import_json(v, &import);
	if (!import_undo(db, &b, v->id, &import, &why))
		return refuse(v, db, why);
	return import_json(v, &import);
}

static void
ask_undo(struct visit *v)
{
	api_change(v, undo);
}

void
local_roster(struct exchange *x, void *web)
{
	api_enter(x, web, ask_rows);
}

void
local_imports(struct exchange *x, void *web)
{
	api_enter(x, web, ask_imports);
}

void
local_import_begin(struct exchange *x, void *web)
{
	api_enter(x, web, ask_begin);
}

void
local_import_rows(struct exchange *x, void *web)
{
	api_enter(x, web, ask_keep_rows);
}

void
local_import_end(struct exchange *x, void *web)
{
	api_enter(x, web, ask_end);
}

void
local_import_undo(struct exchange *x, void *web)
{
	api_enter(x, web, ask_undo);
}
