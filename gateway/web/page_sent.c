/*
 * What was sent: one's own, or one's schools', the newest first.
 *
 *	GET /sent	?of=school, ?search=words, ?before=ID
 *
 * A search looks through the last SEEN_MOST messages and says so; the next
 * page goes on where it ended.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/result.h"
#include "store/seat.h"
#include "store/sent.h"
#include "store/sight.h"
#include "store/word.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_message.h"
#include "web/pages.h"
#include "web/whom.h"

#define ROWS		25
#define SEEN_MOST	1000	/* Messages, of one search. */
#define LOT		200	/* Of them read at once. */
#define SCHOOLS_MOST	20	/* Of somebody who does not see all. */
#define SHORT		120	/* Units of the words in the list. */

/* What is asked for. */
struct wanted {
	bool		 schools;
	const char	*search, *folded;
	int64_t		 before;
	struct sighted	*places;
	unsigned	 place_count;	/* Unless they see all. */
};

static int
newest(const void *one, const void *other)
{
	const struct message *a = one, *b = other;

	return (a->id < b->id) - (a->id > b->id);
}

/* Up to `most` before that id; of several schools the newest of all. */
static unsigned
lot(struct visit *v, struct db *db, const struct wanted *w, int64_t before,
    int64_t most, struct message **list)
{
	struct sent_page	 p = { .before = before, .most = most };
	struct message		*some;
	unsigned		 n = 0, m;

	p.direct = v->who.standing.desk;
	if (!w->schools)
		p.author = v->viewer.person;
	if (!w->schools || v->who.standing.desk)
		return sent_list(db, &p, list);
	*list = NEW_LIST(v->arena, struct message,
	    (size_t)most * w->place_count);
	for (unsigned i = 0; i < w->place_count; i++) {
		p.school = w->places[i].id;
		p.direct = seat_at_office(db, v->viewer.person, p.school,
		    v->viewer.now);
		m = sent_list(db, &p, &some);
		if (m > 0)
			memcpy(*list + n, some, m * sizeof *some);
		n += m;
	}
	if (n > 0)
		qsort(*list, n, sizeof **list, newest);
	return n < (unsigned)most ? n : (unsigned)most;
}

/* Most words are English ones, which need no look at each letter. */
static bool
has(struct visit *v, const char *words, const char *folded)
{
	for (const char *p = words; *p != '\0'; p++)
		if ((unsigned char)*p > 127)
			return strstr(text_plain(v->arena, words), folded) !=
			    NULL;
	return strcasestr(words, folded) != NULL;
}

static bool
is_wanted(struct visit *v, const struct wanted *w, const struct message *m)
{
	return *w->folded == '\0' || has(v, m->words, w->folded) ||
	    has(v, m->subject, w->folded);
}

static json_t *
row_json(struct visit *v, struct db *db, const struct message *m)
{
	struct results	 r;
	struct person	 author;
	json_t		*row;
	char		 id[ID_TEXT];

	result_sums(db, &v->viewer, m, &r);
	id_text(m->id, id);
	row = json_pack("{s:s, s:o, s:s, s:s, s:s, s:s, s:o, s:o, s:I, s:I}",
	    "id", id, "message_url", page_url(v, "/messages/%s", id),
	    "whom", message_whom(v, db, m), "kind", kind_word(m->kind),
	    "words", text_cut(v->arena, m->words, SHORT),
	    "stage", message_stage(v, m, &r), "at", page_when(v,
	    m->created), "goes", page_when(v, m->send_at),
	    "people", (json_int_t)r.people,
	    "delivered", (json_int_t)r.fates[FATE_DELIVERED]);
	if (r.fates[FATE_MAILED] > 0)
		json_object_set_new(row, "mailed",
		    json_integer(r.fates[FATE_MAILED]));
	if (r.fates[FATE_NOT_DELIVERED] + r.fates[FATE_NOT_REACHED] > 0)
		json_object_set_new(row, "failed", json_integer(
		    r.fates[FATE_NOT_DELIVERED] +
		    r.fates[FATE_NOT_REACHED]));
	if (r.people > 0)
		json_object_set_new(row, "expanded", json_true());
	if (m->author != v->viewer.person && m->author != 0 &&
	    person_get(db, m->author, &author))
		json_object_set_new(row, "author",
		    json_string(author.name));
	return row;
}

/* The rows of a page; the id the next one begins before, or 0. */
static json_t *
rows(struct visit *v, struct db *db, const struct wanted *w, int64_t *next)
{
	struct message	*list;
	int64_t		 before = w->before;
	unsigned	 seen = 0, n, shown = 0;
	int64_t		 most = *w->folded == '\0' ? ROWS + 1 : LOT;
	json_t		*all = json_array();

	*next = 0;
	for (n = (unsigned)most; n == (unsigned)most && seen < SEEN_MOST &&
	    shown < ROWS; seen += n) {
		n = lot(v, db, w, before, most, &list);
		for (unsigned i = 0; i < n && shown < ROWS; i++) {
			before = list[i].id;
			if (!is_wanted(v, w, &list[i]))
				continue;
			json_array_append_new(all, row_json(v, db,
			    &list[i]));
			shown++;
		}
	}
	if (shown == ROWS || n == (unsigned)most)
		*next = before;
	return all;
}

static void
pager(struct visit *v, const struct wanted *w, int64_t next, json_t *view)
{
	const char	*of = w->schools ? "school" : "mine";
	char		 id[ID_TEXT];

	if (next == 0 && w->before == INT64_MAX)
		return;
	json_object_set_new(view, "pager", json_pack("{s:o, s:o}",
	    "newer_url", w->before == INT64_MAX ? json_null() : page_url(v,
	    "/sent?of=%s&search=%s", of, w->search), "older_url",
	    next == 0 ? json_null() : page_url(v,
	    "/sent?of=%s&search=%s&before=%s", of, w->search,
	    id_text(next, id))));
}

static json_t *
show(struct visit *v, struct db *db)
{
	struct wanted	*w = (void *)(uintptr_t)v->wanted;
	int64_t		 next;
	json_t		*view, *list;

	if (w->schools && !v->who.standing.desk) {
		w->place_count = sight_schools(db, &v->viewer, &w->places);
		if (w->place_count > SCHOOLS_MOST)
			w->place_count = SCHOOLS_MOST;
	}
	list = rows(v, db, w, &next);
	view = json_pack("{s:b, s:b, s:s, s:b, s:b}", "school",
	    (int)w->schools, "mine", !w->schools, "search", w->search,
	    "searched", *w->folded != '\0', "any",
	    json_array_size(list) > 0);
	json_object_set_new(view, "messages", list);
	json_object_set_new(view, "mine_url", json_string("/sent"));
	json_object_set_new(view, "school_url", json_string(
	    "/sent?of=school"));
	pager(v, w, next, view);
	return view;
}

void
page_sent(struct visit *v)
{
	struct wanted	*w = NEW(v->arena, struct wanted);
	const char	*of = form_get(&v->query, "of");
	const char	*before = form_get(&v->query, "before");

	*w = (struct wanted){ .before = INT64_MAX,
	    .schools = of != NULL && strcmp(of, "school") == 0,
	    .search = whom_asked(v, "search") };
	w->folded = text_plain(v->arena, w->search);
	if (before != NULL && !id_parse(before, &w->before))
		w->before = INT64_MAX;
	v->wanted = w;
	api_read(v, show);
}
