/*
 * What a computer said of ours, read in English again.  The words keep the
 * tokens they came with, which stand for what they stood for before, so no
 * name goes out here either; and memory finds it by them.
 */

#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "flow/translate_inside.h"
#include "store/db.h"

void
translate_turn(struct arena *arena, const struct saying *said,
    struct saying *back)
{
	const struct guarded	*g = &said->guarded;
	struct guard_token	*tokens = NEW_LIST(arena, struct guard_token,
				    g->count);

	for (unsigned i = 0; i < g->count; i++) {
		tokens[i] = g->tokens[i];
		tokens[i].is = g->tokens[i].back;
		tokens[i].back = g->tokens[i].is;
	}
	*back = (struct saying){ .from = said->to, .to = said->from,
	    .guarded = { said->plain, g->count, tokens, said->to,
	    said->from, g->forms }, .digest = crypt_digest(arena, said->plain,
	    strlen(said->plain)), .glossary = said->glossary,
	    .simulated = said->simulated, .state = SAY_WAITING,
	    .reason = "", .translator = "", .but = said->translator };
}

bool
translate_back(struct db *db, const struct gateway *g,
    const struct saying *said, struct saying *back)
{
	if (said->state != SAY_DONE || said->approved || said->plain == NULL)
		return false;
	translate_turn(db_arena(db), said, back);
	translate_remember(db, back);
	return back->state == SAY_DONE || translate_nth(g, back, 0) >= 0;
}
