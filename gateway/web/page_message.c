/*
 * A message that was sent: taken back for ten seconds, how far it is, what
 * became of it for whom, and what each language got.
 *
 *	GET  /messages/:id	?fate=not_delivered: all of those, by 50
 *	POST /messages/:id/cancel
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/list.h"
#include "flow/gateway.h"
#include "flow/render.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/result.h"
#include "store/seat.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_message.h"
#include "web/page_write.h"
#include "web/pages.h"
#include "web/told.h"
#include "web/whom.h"

#define PEOPLE		50	/* Of one fate, on a page of their own. */
#define FIRST		20	/* Of each fate that needs a look. */
#define CONFIRMS	HOURS(4) /* A phone that has not by then may never. */
#define FAILING_LEAST	3	/* So many, and more than */
#define FAILING_OF_TEN	3	/* of ten that were handed over. */

static const char *const tones[] = { "ok", "info", "ok", "warn", "danger",
    "warn", "warn", "" };

bool
message_seen(struct visit *v, struct db *db, struct message *m)
{
	return message_get(db, v->id, m) && sight_message(db, &v->viewer, m);
}

const char *
message_stage(const struct visit *v, const struct message *m,
    const struct results *r)
{
	if (m->state == MESSAGE_CANCELLED)
		return "cancelled";
	if (m->state == MESSAGE_WAITING)
		return m->send_at > v->viewer.now + TAKE_BACK ? "later" :
		    "soon";
	if (m->state == MESSAGE_EXPANDING)
		return "expanding";
	if (r->waiting > 0)
		return "sending";
	return m->practice && r->fates[FATE_PRACTICE] == r->people &&
	    r->people > 0 ? "practice" : "done";
}

struct plain
message_plain(const struct visit *v, const struct result *r)
{
	struct told_delivery told = r->told;

	if (r->tried)
		told.delivery.covered_by = 0;
	return told_delivery_words(&told, r->tried ? &r->last : NULL,
	    v->viewer.now);
}

const char *
message_whom(struct visit *v, struct db *db, const struct message *m)
{
	const char *whom = sight_recipients(db, &v->viewer, m), *school;

	if (m->audience != AUDIENCE_CLASS || !school_get(db, m->school,
	    &school))
		return whom;
	return arena_print(v->arena, "%s, %s", whom, school);
}

/* --------------------------------------------------------------- people */

static json_t *
person_json(struct visit *v, const struct result *r, bool office)
{
	struct plain	 plain = message_plain(v, r);
	struct contact	 contact = { .channel = r->channel,
			    .address = r->told.address };
	bool		 waits = r->tried && r->fate == FATE_ON_THE_WAY &&
			    r->last.state == ATTEMPT_PLANNED &&
			    r->last.due > v->viewer.now + MINUTES(1);
	json_t		*view;
	char		 id[ID_TEXT];

	view = json_pack("{s:s, s:o, s:s, s:s, s:o, s:s, s:s, s:b}",
	    "id", id_text(r->told.delivery.id, id),
	    "name", api_text(r->told.person),
	    "fate", fate_word(r->fate), "tone", tones[r->fate],
	    "language", page_language(r->told.delivery.language),
	    "sentence", plain.sentence, "next", plain.next,
	    "shared", r->told.delivery.covered_by != 0);
	/* What is not said of a person is said to be nothing: a template would
	 * find the message's. */
	json_object_set_new(view, "contact", r->told.address == NULL ?
	    json_null() : json_pack("{s:b, s:s}",
	    "text", r->channel == CHANNEL_SMS,
	    "address", whom_address(v->arena, &contact, office)));
	json_object_set_new(view, "goes", waits ?
	    page_when(v, r->last.due) : json_null());
	json_object_set_new(view, "at",
	    r->fate == FATE_DELIVERED && r->tried ?
	    page_when(v, r->last.ended) : json_null());
	return view;
}

static json_t *
people_json(struct visit *v, struct db *db, const struct result_page *page,
    int64_t *next)
{
	struct result	*list;
	unsigned	 n = result_list(db, page, &list);
	bool		 office = seat_at_office(db, v->viewer.person,
			    page->message->school, v->viewer.now);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, person_json(v, &list[i], office));
	*next = (int64_t)n == page->most ? list[n - 1].told.delivery.id : 0;
	return all;
}

/* Those who need a look, the first of each fate. */
static json_t *
to_look_at(struct visit *v, struct db *db, const struct message *m,
    const struct results *r)
{
	static const enum fate fates[] = { FATE_UNKNOWN, FATE_NOT_DELIVERED,
	    FATE_NOT_SENT, FATE_NOT_REACHED };
	json_t	*all = json_array(), *one;
	int64_t	 next;
	char	 id[ID_TEXT];

	for (size_t i = 0; i < COUNT(fates); i++) {
		if (r->fates[fates[i]] == 0)
			continue;
		one = json_pack("{s:s, s:s, s:I, s:o}",
		    "fate", fate_word(fates[i]), "tone", tones[fates[i]],
		    "count", (json_int_t)r->fates[fates[i]],
		    "people", people_json(v, db, &(struct result_page){
		    .viewer = &v->viewer, .message = m, .one_fate = true,
		    .fate = fates[i], .most = FIRST }, &next));
		if (next != 0)
			json_object_set_new(one, "all_url", page_url(v,
			    "/messages/%s?fate=%s", id_text(m->id, id),
			    fate_word(fates[i])));
		json_array_append_new(all, one);
	}
	return all;
}

/* The sums, each a way to its people. */
static json_t *
tabs(struct visit *v, const struct message *m, const struct results *r,
    int chosen)
{
	json_t	*all = json_array();
	char	 id[ID_TEXT];

	id_text(m->id, id);
	for (int i = 0; i < FATES; i++)
		if (r->fates[i] > 0 || (i <= FATE_ON_THE_WAY &&
		    !m->practice))
			json_array_append_new(all, json_pack("{s:s, s:I, "
			    "s:b, s:o}", "fate", fate_word((enum fate)i),
			    "count", (json_int_t)r->fates[i],
			    "current", i == chosen, "path_url", page_url(v,
			    "/messages/%s?fate=%s", id,
			    fate_word((enum fate)i))));
	return all;
}

/* ---------------------------------------------------------------- words */

/* The text as it was sent, or would be; to one of those who got it so. */
static void
add_exact(struct visit *v, struct db *db, const struct result_way *way,
    json_t *view)
{
	const struct gateway	*g = v->web->gateway;
	const struct letterhead	 head = { NULL, NULL,
				    g->configured->settings.public_url };
	struct errand		 e;
	struct outgoing		 out;
	struct sms		 sms;

	if (way->attempt == 0 || !attempt_errand(db, way->attempt, &e))
		return;
	render(g->frames, &e, &head, v->arena, &out, &sms);
	json_object_set_new(view, "text", json_string(out.text));
	if (out.subject != NULL)
		json_object_set_new(view, "subject",
		    json_string(out.subject));
	if (e.introduction != NULL)
		json_object_set_new(view, "introduces", json_true());
}

/* How each language got it; one of the attempts is the example. */
static json_t *
ways_json(struct visit *v, struct db *db, const struct message *m,
    int64_t *example)
{
	struct result_way		*list;
	struct translation		*words;
	const struct translation	*theirs;
	unsigned			 n, count;
	json_t				*all = json_array(), *one;

	count = translation_list(db, m->id, &words);
	n = result_ways(db, &v->viewer, m, &list);
	for (unsigned i = 0; i < n; i++) {
		if (*example == 0)
			*example = list[i].attempt;
		theirs = translation_for(words, count, list[i].language);
		one = json_pack("{s:o, s:s, s:b, s:I, s:I, s:o, s:b, s:b}",
		    "language", page_language(list[i].language),
		    "tag", list[i].language,
		    "by_text", list[i].channel == CHANNEL_SMS,
		    "copies", (json_int_t)list[i].copies,
		    "parts", (json_int_t)list[i].parts,
		    "by", announce_by(v, db, theirs),
		    "english", strcmp(list[i].language, "en-US") == 0,
		    "english_only", theirs == NULL &&
		    strcmp(list[i].language, "en-US") != 0);
		add_exact(v, db, &list[i], one);
		json_array_append_new(all, one);
	}
	return all;
}

/* Before it is made for anybody: the words it has. */
static json_t *
others_json(struct visit *v, struct db *db, const struct message *m)
{
	struct translation	*list;
	unsigned		 n = translation_list(db, m->id, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:o, s:o, s:o}",
		    "language", page_language(list[i].language),
		    "pieces", message_pieces(v, db, m->id, &list[i]),
		    "by", announce_by(v, db, &list[i])));
	return all;
}

/* ------------------------------------------------------------- the page */

static void
progress(struct visit *v, struct db *db, const struct message *m,
    const struct results *r, json_t *view)
{
	int64_t	total = r->people - r->fates[FATE_NOT_REACHED];
	int64_t	parts = result_parts(db, &v->viewer, m);

	json_object_set_new(view, "total", json_integer(total));
	json_object_set_new(view, "handed", json_integer(total -
	    r->waiting));
	json_object_set_new(view, "everybody", json_integer(r->people));
	if (parts > 0)
		json_object_set_new(view, "parts", json_integer(parts));
	if (r->fates[FATE_NOT_DELIVERED] >= FAILING_LEAST &&
	    r->fates[FATE_NOT_DELIVERED] * 10 > r->handed * FAILING_OF_TEN)
		json_object_set_new(view, "failing", json_pack("{s:I, s:I}",
		    "n", (json_int_t)r->fates[FATE_NOT_DELIVERED],
		    "of", (json_int_t)r->handed));
	if (r->fates[FATE_ON_THE_WAY] > r->waiting && m->send_at + CONFIRMS <
	    v->viewer.now)
		json_object_set_new(view, "slow", json_true());
}

static bool
may_cancel(struct visit *v, struct db *db, const struct message *m,
    const struct results *r)
{
	return (m->state == MESSAGE_WAITING ||
	    m->state == MESSAGE_EXPANDING ||
	    (m->state == MESSAGE_SENDING && r->waiting > 0)) &&
	    (m->author == v->viewer.person || seat_at_office(db,
	    v->viewer.person, m->school, v->viewer.now));
}

/* What the message is, whatever became of it. */
static json_t *
head_json(struct visit *v, struct db *db, const struct message *m)
{
	struct person	 author;
	json_t		*view;
	char		 id[ID_TEXT];

	id_text(m->id, id);
	view = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, "
	    "s:b, s:o}", "id", id, "kind", kind_word(m->kind),
	    "counts", counts_word(m->counts), "words", m->words,
	    "whom", message_whom(v, db, m),
	    "readers", m->readers == READERS_AUTHOR &&
	    m->author == v->viewer.person ? "you" : readers_word(m->readers),
	    "at", page_when(v, m->created),
	    "goes", page_when(v, m->send_at),
	    "until", page_when(v, m->not_after),
	    "mine", m->author == v->viewer.person,
	    "csv_url", page_url(v, "/messages/%s/results.csv", id));
	if (*m->subject != '\0')
		json_object_set_new(view, "subject",
		    json_string(m->subject));
	if (m->author != 0 && person_get(db, m->author, &author))
		json_object_set_new(view, "author",
		    json_string(author.name));
	return view;
}

static void
show_fate(struct visit *v, struct db *db, const struct message *m,
    json_t *view, enum fate fate)
{
	const char	*after = form_get(&v->query, "after");
	int64_t		 from = 0, next;
	char		 id[ID_TEXT], last[ID_TEXT];

	if (after != NULL && !id_parse(after, &from))
		from = 0;
	id_text(m->id, id);
	json_object_set_new(view, "chosen", json_pack("{s:s, s:o, s:o}",
	    "fate", fate_word(fate), "people", people_json(v, db,
	    &(struct result_page){ .viewer = &v->viewer, .message = m,
	    .one_fate = true, .fate = fate, .after = from, .most = PEOPLE },
	    &next), "all_url", page_url(v, "/messages/%s", id)));
	if (from == 0 && next == 0)
		return;
	json_object_set_new(view, "pager", json_pack("{s:o, s:o}",
	    "newer_url", from == 0 ? json_null() : page_url(v,
	    "/messages/%s?fate=%s", id, fate_word(fate)),
	    "older_url", next == 0 ? json_null() : page_url(v,
	    "/messages/%s?fate=%s&after=%s", id, fate_word(fate),
	    id_text(next, last))));
}

static json_t *
show(struct visit *v, struct db *db)
{
	const char	*asked = form_get(&v->query, "fate");
	struct message	 m;
	struct results	 r;
	enum fate	 fate;
	const char	*stage;
	int64_t		 example = 0;
	bool		 one = asked != NULL && fate_read(asked, &fate);
	json_t		*view;

	if (!message_seen(v, db, &m))
		return api_no(v, 404, "There is no such message. Look under "
		    "Sent.");
	result_sums(db, &v->viewer, &m, &r);
	view = head_json(v, db, &m);
	stage = message_stage(v, &m, &r);
	json_object_set_new(view, stage, json_true());
	json_object_set_new(view, "stage", json_string(stage));
	json_object_set_new(view, "late", json_boolean(form_get(&v->query,
	    "late") != NULL));
	if (strcmp(stage, "soon") == 0)
		json_object_set_new(view, "seconds", json_integer(
		    m.send_at <= v->viewer.now ? 0 :
		    (m.send_at - v->viewer.now + 999) / 1000));
	if (may_cancel(v, db, &m, &r))
		json_object_set_new(view, "cancel_url", json_string(
		    page_print(v, "/messages/%s/cancel", json_string_value(
		    json_object_get(view, "id")))));
	json_object_set_new(view, "tabs", tabs(v, &m, &r,
	    one ? (int)fate : -1));
	json_object_set_new(view, "expanded", json_boolean(r.people > 0));
	progress(v, db, &m, &r, view);
	if (one)
		show_fate(v, db, &m, view, fate);
	else
		json_object_set_new(view, "to_look_at", to_look_at(v, db, &m,
		    &r));
	json_object_set_new(view, r.people > 0 ? "ways" : "others",
	    r.people > 0 ? ways_json(v, db, &m, &example) :
	    others_json(v, db, &m));
	message_words(v, db, &m, example, view);
	return view;
}

void
page_message(struct visit *v)
{
	if (api_id(v))
		api_read(v, show);
}

/* What came too late is no mistake of theirs: the page says what went. */
static json_t *
cancel(struct visit *v, struct db *db)
{
	json_t		*done = write_cancel(v, db);
	bool		 late = done == NULL && v->status == 409;
	char		 id[ID_TEXT];

	json_decref(done);
	if (done == NULL && !late)
		return NULL;
	v->status = 200;
	return page_go(v, arena_print(v->arena, "%s/%s%s",
	    (const char *)v->wanted, id_text(v->id, id),
	    late ? "?late=1" : ""));
}

void
message_take_back(struct visit *v, const char *below)
{
	v->wanted = below;
	if (api_id(v))
		api_change(v, cancel);
}

void
page_message_cancel(struct visit *v)
{
	message_take_back(v, "/messages");
}
