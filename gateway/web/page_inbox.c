/*
 * The inbox: talks as rows, by tab or by a search.
 *
 *	GET  /inbox?tab=needs|mine|office|all&before=...
 *	GET  /inbox?q=...
 *	POST /inbox			no reply needed, for those ticked
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/gateway.h"
#include "flow/shown.h"
#include "net/server.h"
#include "store/db.h"
#include "store/inbox.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/whom.h"

#define ROWS		50
#define WORDS_SHOWN	300	/* Bytes of the last words. */
#define SOUGHT_MOST	100	/* Bytes of a search. */
#define DIGITS_LEAST	3

static const struct {
	const char	*name;
	enum inbox_tab	 tab;
	unsigned	 right;
} tabs[] = {
	{ "needs", INBOX_NEEDS, RIGHT_WRITE },
	{ "mine", INBOX_MINE, RIGHT_WRITE },
	{ "office", INBOX_OFFICE, RIGHT_OFFICE },
	{ "all", INBOX_ALL, RIGHT_WRITE },
};

/* ------------------------------------------------------------------ rows */

static json_t *
people_json(const struct inbox_row *r)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < r->people_count; i++)
		json_array_append_new(all, json_pack("{s:s, s:b, s:b}",
		    "name", r->people[i].name, "further", (int)(i > 0),
		    "restricted", (int)r->people[i].restricted));
	return all;
}

static json_t *
students_json(const struct inbox_row *r)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < r->student_count; i++)
		json_array_append_new(all, json_pack("{s:s, s:b}",
		    "student", r->students[i], "further", (int)(i > 0)));
	return all;
}

static void
add_badge(json_t *all, bool is, const char *tone, const char *state)
{
	if (is)
		json_array_append_new(all, json_pack("{s:s, s:s}",
		    "tone", tone, "state", state));
}

static json_t *
badges_json(const struct inbox_row *r)
{
	json_t *all = json_array();

	add_badge(all, r->talk.state == CONVERSATION_ASKED, "warn", "asked");
	add_badge(all, !r->known, "info", "unknown");
	add_badge(all, r->draft, "info", "draft");
	add_badge(all, r->contact_state == CONTACT_STOPPED, "danger",
	    r->channel == CHANNEL_SMS ? "stopped" : "stopped_mail");
	add_badge(all, r->failed && r->contact_state != CONTACT_STOPPED,
	    "danger", "failed");
	return all;
}

/* The last words, on one line; NULL: nothing was written to be read. */
static json_t *
last_json(struct visit *v, const struct inbox_row *r)
{
	char *words;

	if (r->last.id == 0)
		return json_null();
	words = text_cut(v->arena, shown_say(v->web->gateway->shown,
	    v->arena, &r->last), WORDS_SHOWN);
	for (char *c = words; *c != '\0'; c++)
		if (*c == '\n')
			*c = ' ';
	return json_string(words);
}

static json_t *
row_json(struct visit *v, const struct inbox_row *r)
{
	const struct contact	 contact = { .channel = r->channel,
				    .address = r->address };
	char			 id[ID_TEXT];

	(void)id_text(r->talk.id, id);
	return json_pack("{s:s, s:o, s:o, s:b, s:o, s:b, s:s, s:o, s:o, s:o, "
	    "s:b, s:o, s:b, s:o}", "id", id,
	    "talk_url", page_url(v, "/inbox/%s#latest", id),
	    "people", people_json(r),
	    "nameless", (int)(r->people_count == 0),
	    "language", page_language(r->language),
	    "text", (int)(r->channel == CHANNEL_SMS),
	    "ends", whom_address(v->arena, &contact, false),
	    "at", page_when(v, r->talk.asked),
	    "words", last_json(v, r),
	    "students", students_json(r),
	    "about", (int)(r->student_count > 0),
	    "badges", badges_json(r),
	    "waits", (int)(r->talk.state == CONVERSATION_ASKED),
	    "seat", api_text(r->seat));
}

/* ---------------------------------------------------------------- the page */

static json_t *
tabs_json(struct visit *v, const struct inbox_page *p, int64_t waiting)
{
	json_t *all = json_array(), *one;

	for (size_t i = 0; i < COUNT(tabs); i++) {
		if (!(tabs[i].right & v->who.standing.rights))
			continue;
		one = json_pack("{s:s, s:o, s:b}", "tab", tabs[i].name,
		    "tab_url", page_url(v, "/inbox?tab=%s", tabs[i].name),
		    "current", (int)(p->folded == NULL &&
		    p->tab == tabs[i].tab));
		if (tabs[i].tab == INBOX_NEEDS && waiting > 0)
			json_object_set_new(one, "count",
			    json_integer(waiting));
		json_array_append_new(all, one);
	}
	return all;
}

/* The page of what is older than its last row. */
static json_t *
pager_json(struct visit *v, const struct inbox_page *p, const char *tab,
    const struct inbox_row *list, unsigned n)
{
	char	 moment[ID_TEXT], id[ID_TEXT];
	json_t	*pager = json_object();

	if (p->before == INT64_MAX && (int64_t)n < p->most) {
		json_decref(pager);
		return json_null();
	}
	if (p->before != INT64_MAX)
		json_object_set_new(pager, "newer_url", p->folded != NULL ?
		    page_url(v, "/inbox?q=%s", whom_asked(v, "q")) :
		    page_url(v, "/inbox?tab=%s", tab));
	if ((int64_t)n == p->most)
		json_object_set_new(pager, "older_url", page_url(v,
		    "/inbox?tab=%s&q=%s&before=%s%s", tab,
		    p->folded != NULL ? whom_asked(v, "q") : "",
		    id_text(list[n - 1].talk.asked, moment),
		    id_text(list[n - 1].talk.id, id)));
	return pager;
}

/* Digits at the end of a number, as they are typed; "": it is no number. */
static const char *
digits_of(struct visit *v, const char *typed)
{
	char	*digits = arena_text(v->arena, typed), *to = digits;

	for (; *typed != '\0'; typed++)
		if (*typed >= '0' && *typed <= '9')
			*to++ = *typed;
		else if (strchr(" ()-.+", *typed) == NULL)
			return "";
	*to = '\0';
	return to - digits >= DIGITS_LEAST ? digits : "";
}

/* What is asked for; returns the name of the tab. */
static const char *
read_page(struct visit *v, struct inbox_page *p)
{
	const char	*tab = whom_asked(v, "tab"), *q = whom_asked(v, "q");
	const char	*before = whom_asked(v, "before");
	const char	*name = tabs[0].name;

	*p = (struct inbox_page){ .viewer = v->viewer, .most = ROWS,
	    .before = INT64_MAX, .before_id = INT64_MAX };
	for (size_t i = 0; i < COUNT(tabs); i++)
		if (strcmp(tabs[i].name, tab) == 0 &&
		    (tabs[i].right & v->who.standing.rights)) {
			p->tab = tabs[i].tab;
			name = tabs[i].name;
		}
	if (strlen(before) != 2 * (ID_TEXT - 1) || !id_parse(arena_print(
	    v->arena, "%.*s", ID_TEXT - 1, before), &p->before) ||
	    !id_parse(before + ID_TEXT - 1, &p->before_id))
		p->before = p->before_id = INT64_MAX;
	q += strspn(q, " ");
	if (*q != '\0') {
		p->folded = text_fold(v->arena, text_cut(v->arena, q,
		    SOUGHT_MOST));
		p->digits = digits_of(v, q);
	}
	return name;
}

static json_t *
look(struct visit *v, struct db *db)
{
	struct inbox_page	 p;
	struct inbox_row	*list;
	const char		*tab = read_page(v, &p);
	unsigned		 n = inbox_list(db, &p, &list);
	int64_t			 waiting = conversation_waiting(db,
				    v->viewer.person, v->viewer.now);
	json_t			*rows = json_array(), *view;

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(rows, row_json(v, &list[i]));
	view = json_pack("{s:o, s:o, s:b, s:s, s:s, s:b, s:o, s:b}",
	    "tabs", tabs_json(v, &p, waiting), "rows", rows,
	    "any", (int)(n > 0), "tab", p.folded != NULL ? "found" : tab,
	    "q", whom_asked(v, "q"), "searched", (int)(p.folded != NULL),
	    "pager", pager_json(v, &p, tab, list, n),
	    "closed", (int)(form_get(&v->query, "closed") != NULL));
	if (waiting > 0)
		json_object_set_new(view, "waiting", json_integer(waiting));
	return view;
}

void
page_inbox(struct visit *v)
{
	api_read(v, look);
}

/* What is ticked and theirs to see; that it was done before changes
 * nothing. */
static json_t *
close_all(struct visit *v, struct db *db)
{
	struct conversation	 talk;
	int64_t			 id;

	for (unsigned i = 0; i < v->form.count; i++)
		if (strcmp(v->form.fields[i].name, "talk") == 0 &&
		    id_parse(v->form.fields[i].value, &id) &&
		    conversation_get(db, id, &talk) &&
		    sight_talk(db, &v->viewer, &talk))
			conversation_close(db, id, v->viewer.person,
			    v->viewer.now);
	return page_go(v, page_print(v, "/inbox?tab=%s&closed=1",
	    page_field(v, "tab")));
}

void
page_inbox_close(struct visit *v)
{
	api_change(v, close_all);
}
