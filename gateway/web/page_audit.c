/*
 * /audit: who did what, and when, the newest first; whether the chain of it
 * fits stands on top.  The same rows as CSV are below /audit.csv, the newest
 * of what the filters leave.
 *
 * Filters are parameters of the address: person, deed, from and to (days).  A
 * page goes on at `at` and `id`, those of the last row of the one before.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/text.h"
#include "base/zone.h"
#include "flow/chain.h"
#include "flow/gateway.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/person.h"
#include "store/sight.h"
#include "web/api.h"
#include "web/deeds.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/when.h"

#define ROWS		50
#define CSV_ROWS_MOST	5000
#define CSV_BYTES_MOST	(8u << 20)

/* What is asked for. */
struct wanted {
	struct audit_page	 page;
	const char		*person, *deed, *from, *to;	/* As typed. */
	bool			 later;		/* Not the first page. */
};

static const char *
param(struct visit *v, const char *name)
{
	const char *value = form_get(&v->query, name);

	return value == NULL ? "" : text_clean(v->arena, value,
	    strlen(value));
}

/* The beginning of a day of the district; plus 1: of the day after. */
static int64_t
day_begins(struct visit *v, const char *text, int plus, int64_t otherwise)
{
	int64_t day;

	if (!when_day(text, &day))
		return otherwise;
	return zone_utc(v->web->gateway->zone, &(struct wall){
	    .year = (int)(day / 10000), .month = (int)(day / 100 % 100),
	    .day = (int)(day % 100) + plus });
}

static void
read_wanted(struct visit *v, int64_t most)
{
	struct wanted	*w = NEW(v->arena, struct wanted);
	int64_t		 at = strtoll(param(v, "at"), NULL, 10), id;

	w->person = param(v, "person");
	w->deed = param(v, "deed");
	w->from = param(v, "from");
	w->to = param(v, "to");
	w->page = (struct audit_page){ .most = most, .deed = w->deed,
	    .since = day_begins(v, w->from, 0, 0),
	    .before = day_begins(v, w->to, 1, INT64_MAX) };
	if (!id_parse(w->person, &w->page.person))
		w->person = "";
	w->later = at > 0 && at < w->page.before &&
	    id_parse(param(v, "id"), &id);
	if (w->later) {
		w->page.before = at;
		w->page.before_id = id;
	}
	v->wanted = w;
}

static const char *
key_of(struct visit *v, const char *deed)
{
	char *key = arena_print(v->arena, "audit.deed_%s", deed);

	for (char *p = key + 6; *p != '\0'; p++)
		if (*p == '.')
			*p = '_';
	return key;
}

/* To the second, with the year: what a record needs. */
static const char *
stamp(struct visit *v, int64_t time)
{
	struct wall w;

	zone_wall(v->web->gateway->zone, time, &w);
	return arena_print(v->arena, "%04d-%02d-%02d %02d:%02d:%02d", w.year,
	    w.month, w.day, w.hour, w.minute, w.second);
}

/* What it was done to: {key, name, thing_url}, where there is more to say. */
static json_t *
thing_json(struct visit *v, struct db *db, const struct audit_row *row,
    enum thing thing)
{
	static const struct {
		const char	*key, *path;
		unsigned	 right;
	} of[] = {
		[THING_MESSAGE] = { "audit.message", "/messages/%s",
		    RIGHT_WRITE },
		[THING_TALK] = { "audit.talk", "/inbox/%s", RIGHT_WRITE },
		[THING_CONTACT] = { "audit.contact", "/contacts/%s",
		    RIGHT_OFFICE },
		[THING_PERSON] = { "audit.person", "/users/%s", RIGHT_USERS },
		[THING_SCHOOL] = { "audit.school", NULL, 0 },
		[THING_SEAT] = { "audit.seat", NULL, 0 },
	};
	struct person	 p;
	const char	*name = "";
	char		 id[ID_TEXT];
	json_t		*json;

	if (row->object == 0 || of[thing].key == NULL)
		return json_null();
	id_text(row->object, id);
	if (thing == THING_PERSON && person_get(db, row->object, &p))
		name = p.name;
	else if (thing == THING_SCHOOL)
		(void)!school_get(db, row->object, &name);
	else if (thing == THING_SEAT)
		(void)!seat_name(db, row->object, &name);
	json = json_pack("{s:s, s:s, s:s}", "thing_key", of[thing].key,
	    "thing_name", name, "thing_id", id);
	if (of[thing].path != NULL &&
	    (of[thing].right & v->who.standing.rights))
		json_object_set_new(json, "thing_url", json_string(
		    page_print(v, of[thing].path, id)));
	return json;
}

/* Who did it, as a key of words beside the names. */
static const char *
by(const struct audit_row *row, const struct deed_row *deed)
{
	if (row->person != 0)
		return row->api_key != 0 ? "audit.by_person_key" :
		    "audit.by_person";
	if (row->api_key != 0)
		return "audit.by_key";
	return deed != NULL && deed->itself ? "audit.by_itself" :
	    "audit.by_command";
}

static json_t *
row_json(struct visit *v, struct db *db, const struct audit_row *row)
{
	const struct deed_row	*deed = deed_row(row->deed);

	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o}",
	    "machine", api_time(v, row->at), "stamp", stamp(v, row->at),
	    "deed", row->deed, "deed_key", deed != NULL ?
	    key_of(v, row->deed) : "audit.deed_other",
	    "by_key", by(row, deed),
	    "name", row->name != NULL ? row->name : "",
	    "api", row->key != NULL ? row->key : "",
	    "note", api_text(*row->note == '\0' ? NULL : row->note),
	    "turn", row->turn == 0 ? json_null() : json_integer(row->turn),
	    "thing", deed == NULL ? json_null() : thing_json(v, db, row,
	    deed->thing));
}

/* What the page of the audit says of its chain. */
static json_t *
chain_json(struct visit *v, struct db *db)
{
	struct audit_checked	 c;
	char			 id[ID_TEXT];

	if (!audit_checked(db, &c))
		return json_null();
	return json_pack("{s:o, s:I, s:b, s:s, s:b}",
	    "at", page_when(v, c.at), "rows", (json_int_t)c.rows,
	    "well", (int)(c.wrong == 0 && !c.cut),
	    "row", c.wrong == 0 ? "" : id_text(c.wrong, id),
	    "cut", (int)c.cut);
}

static json_t *
deeds_json(struct visit *v, const char *chosen)
{
	json_t *all = json_array();

	for (const struct deed_row *row = deeds; row->deed != NULL; row++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:b}",
		    "value", row->deed, "deed_key", key_of(v, row->deed),
		    "chosen", (int)(strcmp(chosen, row->deed) == 0)));
	return all;
}

static json_t *
people_json(struct db *db, int64_t chosen)
{
	struct audit_person	*list;
	unsigned		 n = audit_people(db, &list);
	json_t			*all = json_array();
	char			 id[ID_TEXT];

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:b}",
		    "value", id_text(list[i].id, id), "name", list[i].name,
		    "chosen", (int)(list[i].id == chosen)));
	return all;
}

#define FILTERS	"?person=%s&deed=%s&from=%s&to=%s"

static json_t *
pager_json(struct visit *v, const struct wanted *w, unsigned n,
    const struct audit_row *last)
{
	json_t	*pager = json_object();
	char	 id[ID_TEXT];

	if (w->later)
		json_object_set_new(pager, "newer_url", page_url(v,
		    "/audit" FILTERS, w->person, w->deed, w->from, w->to));
	if (n == (unsigned)w->page.most)
		json_object_set_new(pager, "older_url", page_url(v,
		    "/audit" FILTERS "&at=%s&id=%s", w->person, w->deed,
		    w->from, w->to, arena_print(v->arena, "%lld",
		    (long long)last->at), id_text(last->id, id)));
	return pager;
}

static json_t *
look(struct visit *v, struct db *db)
{
	const struct wanted	*w = v->wanted;
	struct audit_row	*list;
	unsigned		 n = audit_list(db, &w->page, &list);
	json_t			*rows = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(rows, row_json(v, db, &list[i]));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:b, s:o}",
	    "rows", rows, "chain", chain_json(v, db),
	    "people", people_json(db, w->page.person),
	    "deeds", deeds_json(v, w->deed),
	    "pager", pager_json(v, w, n, n == 0 ? NULL : &list[n - 1]),
	    "from", w->from, "to", w->to,
	    "filtered", (int)(*w->person != '\0' || *w->deed != '\0' ||
	    *w->from != '\0' || *w->to != '\0'),
	    "csv_url", page_url(v, "/audit.csv" FILTERS, w->person, w->deed,
	    w->from, w->to));
}

void
page_audit(struct visit *v)
{
	read_wanted(v, ROWS);
	api_read(v, look);
}

/* ------------------------------------------------------------------ CSV */

/* A spreadsheet takes no cell of ours for a formula. */
static void
cell(struct buf *b, const char *text, char end)
{
	buf_char(b, '"');
	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		buf_char(b, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_char(b, '"');
		buf_char(b, *text);
	}
	buf_char(b, '"');
	buf_char(b, end);
}

static void
line(struct visit *v, struct buf *b, const struct audit_row *row)
{
	char id[ID_TEXT];

	cell(b, arena_print(v->arena, "%lld", (long long)row->turn), ',');
	cell(b, when_text(v->arena, row->at), ',');
	cell(b, row->name != NULL ? row->name : "", ',');
	cell(b, row->key != NULL ? row->key : "", ',');
	cell(b, row->deed, ',');
	cell(b, row->object == 0 ? "" : id_text(row->object, id), ',');
	cell(b, row->note, '\n');
}

static json_t *
look_csv(struct visit *v, struct db *db)
{
	const struct wanted	*w = v->wanted;
	struct audit_row	*list;
	unsigned		 n = audit_list(db, &w->page, &list);
	struct buf		 b;
	bool			 over;

	buf_init(&b, CSV_BYTES_MOST);
	buf_text(&b, "row,time,person,api_key,deed,object,note\n");
	for (unsigned i = 0; i < n; i++)
		line(v, &b, &list[i]);
	v->file = (struct visit_file){
	    .bytes = buf_keep(&b, v->arena), .length = b.length,
	    .type = "text/csv; charset=utf-8",
	    .disposition = "attachment; filename=\"audit.csv\"" };
	over = b.over;
	buf_free(&b);
	return !over ? json_object() : api_no(v, 413,
	    "This is too long for one file. Choose fewer days.");
}

void
page_audit_csv(struct visit *v)
{
	read_wanted(v, CSV_ROWS_MOST);
	api_read(v, look_csv);
}

/* The result is there a moment later. */
void
page_audit_check(struct visit *v)
{
	chain_soon(v->web->gateway->chain);
	page_leave(v, "/audit");
}
