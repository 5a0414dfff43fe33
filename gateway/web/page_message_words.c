/*
 * The words of a message on the pages that look back on it: what its author
 * gave stands in its places, those that are each family's own are told as such,
 * and one family's are the example.
 */

#include <string.h>

#include "base/arena.h"
#include "base/placeholder.h"
#include "flow/fill.h"
#include "flow/frame.h"
#include "flow/gateway.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/message.h"
#include "store/translation.h"
#include "store/value.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_message.h"

static void
add_text(json_t *pieces, const char *text, size_t length)
{
	if (length > 0)
		json_array_append_new(pieces, json_pack("{s:s%, s:n}",
		    "text", text, length, "place"));
}

/* One place: what its author gave, or its name. */
static void
add_place(struct visit *v, const struct errand_values *values,
    const struct translation *words, const struct placeholder *p,
    json_t *pieces)
{
	const char *said;

	if (value_find(values->all, values->all_count, p->folded) == NULL) {
		json_array_append_new(pieces, json_pack("{s:s, s:s}",
		    "text", "", "place", p->name));
		return;
	}
	said = fill_words(v->arena, arena_copy(v->arena, words->words +
	    p->start, p->end - p->start), values, &(struct fill_as){
	    frames_wordings(v->web->gateway->frames), words->language });
	add_text(pieces, said, strlen(said));
}

json_t *
message_pieces(struct visit *v, struct db *db, int64_t message,
    const struct translation *words)
{
	struct errand_values	 values = { .all = NULL };
	struct placeholder	*places;
	struct value		*all;
	json_t			*pieces = json_array();
	unsigned		 n = placeholder_list(v->arena, words->words,
				    &places);
	size_t			 at = 0;

	values.all_count = value_list(db, message, &all);
	values.all = all;
	for (unsigned i = 0; i < n; i++) {
		add_text(pieces, words->words + at, places[i].start - at);
		add_place(v, &values, words, &places[i], pieces);
		at = places[i].end;
	}
	add_text(pieces, words->words + at, strlen(words->words + at));
	return pieces;
}

void
message_words(struct visit *v, struct db *db, const struct message *m,
    int64_t attempt, json_t *view)
{
	struct errand e;

	json_object_set_new(view, "pieces", message_pieces(v, db, m->id,
	    &(struct translation){ .language = "en-US",
	    .words = m->words }));
	if (attempt == 0 || !attempt_errand(db, attempt, &e) ||
	    e.values.own_count == 0)
		return;
	json_object_set_new(view, "example", json_string(fill_words(v->arena,
	    e.words, &e.values, &(struct fill_as){
	    frames_wordings(v->web->gateway->frames), "en-US" })));
}
