/*
 * The languages of a talk: a translation that failed is asked for again, and
 * the family is written to in the language in which it writes.  That is
 * somebody's decision, and in the audit; nothing changes by itself.
 *
 *	POST /inbox/:id/retry		what a family wrote, once more
 *	POST /inbox/:id/language	write to them in that one
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/db.h"
#include "store/language.h"
#include "store/to_translate.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_contact.h"
#include "web/page_talk.h"
#include "web/pages.h"
#include "web/whom.h"

static json_t *
retry(struct visit *v, struct db *db)
{
	struct talk	 talk;
	struct reply	*list;
	int64_t		 id;

	if (!talk_find(v, db, &talk))
		return NULL;
	if (!id_parse(page_field(v, "reply"), &id) ||
	    reply_list(db, v->id, id - 1, 1, &list) != 1 || list->id != id)
		return api_no(v, 404, "That message is not in this "
		    "conversation any more. Go back, and load the page "
		    "again.");
	if (!to_translate_again(db, id, "en-US", v->viewer.now))
		return page_go(v, talk_path(v, v->id, ""));
	return page_go(v, talk_path(v, v->id, arena_print(v->arena, "#m%s",
	    page_field(v, "reply"))));
}

/* Whoever reads the talk may: they see what the family writes. */
static json_t *
speak(struct visit *v, struct db *db)
{
	const char	*wanted = lang_tag(whom_typed(v, "language"));
	const char	*suggested, *why;
	struct talk	 talk;
	struct entering	 e = contact_entering(v, db, NULL);

	if (!talk_find(v, db, &talk))
		return NULL;
	suggested = language_suggested(db, talk.talk.id,
	    talk.contact.language);
	e.contact = talk.contact;
	if ((talk.part || talk.office) && wanted != NULL &&
	    suggested != NULL && strcmp(wanted, suggested) == 0 &&
	    (why = enter_language(&e, wanted)) != NULL)
		page_wrong(v, "", why);
	return page_is_wrong(v) ? talk_view(v, db) :
	    page_go(v, talk_path(v, v->id, ""));
}

void
page_talk_retry(struct visit *v)
{
	talk_change(v, retry);
}

void
page_talk_language(struct visit *v)
{
	talk_change(v, speak);
}
