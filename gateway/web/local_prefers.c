/*
 * POST /local/v1/people/:id/prefers {"prefers": "mail", "note": "..."}: by
 * which channel a guardian wants to be written to.
 */

#include "base/arena.h"
#include "flow/enter.h"
#include "store/db.h"
#include "store/person.h"
#include "store/user.h"
#include "store/word.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk.h"
#include "web/inside.h"

struct prefers_asked {
	const char	*prefers, *note;
	enum prefers	 wanted;
};

bool
desk_prefer(struct visit *v, struct db *db, const struct person *p,
    enum prefers wanted, const char *note)
{
	if (p->prefers == wanted)
		return false;
	if (note == NULL)
		note = "";
	person_prefers(db, p->id, wanted);
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .api_key = v->viewer.api_key, .deed = "person.prefers",
	    .object = p->id, .note = arena_print(v->arena, "%s%s%s",
	    prefers_word(wanted), *note != '\0' ? ": " : "", note) },
	    v->viewer.now);
	return true;
}

static json_t *
prefer(struct visit *v, struct db *db)
{
	const struct prefers_asked	*asked = v->wanted;
	struct entering			 e = { .db = db,
					    .gateway = v->web->gateway,
					    .now = v->viewer.now,
					    .by = v->viewer.person };
	struct person			 person;
	bool				 changed;

	if (!person_get(db, v->id, &person))
		return api_no(v, 404, "There is no such person.");
	if (!enter_may(&e, person.id))
		return api_no(v, 403, v->viewer.person == 0 ?
		    "Say who enters this: --as NAME, of somebody in the "
		    "school's office or at the district's desk." :
		    "Only the office of a school of this family and the "
		    "district's desk may enter this.");
	changed = desk_prefer(v, db, &person, asked->wanted, asked->note);
	return json_pack("{s:o, s:s, s:s, s:b}", "id", api_id_text(person.id),
	    "name", person.name, "prefers", prefers_word(asked->wanted),
	    "changed", (int)changed);
}

static void
ask_prefers(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(prefers, BODY_TEXT, true, prefers_asked),
		BODY(note, BODY_LINE, false, prefers_asked),
		{ .name = NULL },
	};
	struct prefers_asked *asked = NEW(v->arena, struct prefers_asked);

	v->wanted = asked;
	if (!api_id(v) || !body_read(v, members, asked))
		return;
	if (!prefers_read(asked->prefers, &asked->wanted))
		api_problem(v, 422, "What can be preferred is: text, mail, "
		    "text_short.");
	else
		api_change(v, prefer);
}

void
local_prefers(struct exchange *x, void *web)
{
	api_enter(x, web, ask_prefers);
}
