/*
 * Whether somebody sends what they have just sent.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "flow/compose.h"
#include "store/message.h"
#include "store/sent.h"
#include "store/user.h"
#include "web/api.h"
#include "web/page.h"
#include "web/same.h"

static int
by_id(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

static const int64_t *
sorted(struct visit *v, const int64_t *ids, unsigned count)
{
	int64_t *list = NEW_LIST(v->arena, int64_t, count + 1);

	if (count > 0)
		memcpy(list, ids, count * sizeof *ids);
	qsort(list, count, sizeof *list, by_id);
	return list;
}

struct same
same_lately(struct visit *v, struct db *db, const struct sent_same *wanted,
    const char *words, const char *name)
{
	struct kept_answer	 kept = { .name = name };
	struct sent_same	 s = *wanted;
	struct same		 same = { 0, 0 };
	struct message		 m;
	int64_t			 known;

	s.author = v->viewer.person;
	s.since = v->viewer.now - MINUTES(SAME_MINUTES);
	s.digest = compose_digest(v->arena, &(struct draft){
	    .words = words });
	s.students = sorted(v, wanted->students, wanted->student_count);
	if (*words == '\0' || kept_answer_find(db, &kept))
		return same;
	same.message = sent_same(db, &s);
	if (same.message != 0 && message_get(db, same.message, &m))
		same.at = m.created;
	if (id_parse(page_field(v, "again"), &known) && known == same.message)
		same.message = 0;
	return same;
}

json_t *
same_json(struct visit *v, const struct same *same, json_t *message_url)
{
	char id[ID_TEXT];

	v->status = 409;
	return json_pack("{s:s, s:o, s:o}", "message",
	    id_text(same->message, id), "at", page_when(v, same->at),
	    "message_url", message_url);
}
