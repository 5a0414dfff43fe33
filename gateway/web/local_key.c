/*
 * API keys: a new one, whose text is told this once, and the end of one.
 *
 *	POST /local/v1/users/:id/keys {name}
 *	POST /local/v1/keys/:id/revoke {}
 */

#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/text.h"
#include "net/server.h"
#include "store/db.h"
#include "store/person.h"
#include "store/staff.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk.h"

#define KEY_BYTES	24	/* Of chance. */
#define KEY_NAME_MOST	64	/* Bytes. */

struct key_asked {
	const char	*name, *text, *digest;
};

static json_t *
add_key(struct visit *v, struct db *db)
{
	const struct key_asked	*asked = v->wanted;
	struct person		 p;
	struct api_key		 key = { .id = id_new(), .person = v->id };

	if (!desk_staff(v, db, &p))
		return NULL;
	key.name = asked->name != NULL ? asked->name :
	    text_cut(v->arena, p.name, KEY_NAME_MOST / 4);
	api_key_add(db, &key, asked->digest, v->viewer.now);
	desk_audit(v, db, "key.add", key.id, p.name);
	return json_pack("{s:o, s:s, s:o, s:s}", "id", api_id_text(key.id),
	    "name", key.name, "person", api_place(p.id, p.name),
	    "key", asked->text);
}

/* The text is made once, also when the visit runs twice. */
static void
ask_add_key(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(name, BODY_LINE, false, key_asked),
		{ .name = NULL },
	};
	struct key_asked *asked = NEW(v->arena, struct key_asked);

	v->wanted = asked;
	if (!api_id(v) || !body_read(v, members, asked))
		return;
	asked->text = arena_print(v->arena, "hl_%s",
	    crypt_random(v->arena, KEY_BYTES));
	asked->digest = crypt_digest(v->arena, asked->text,
	    strlen(asked->text));
	if (asked->name != NULL && (*asked->name == '\0' ||
	    strlen(asked->name) > KEY_NAME_MOST))
		api_problem(v, 422, "The name of a key has 1 to 64 bytes.");
	else
		api_change(v, add_key);
}

static json_t *
revoke(struct visit *v, struct db *db)
{
	if (!staff_revoke(db, v->id, v->viewer.now))
		return api_no(v, 404, "There is no key with that id, or it "
		    "was taken back before. See homeline user keys.");
	desk_audit(v, db, "key.revoke", v->id, NULL);
	return json_pack("{s:o, s:b}", "id", api_id_text(v->id),
	    "revoked", 1);
}

static void
ask_revoke(struct visit *v)
{
	static const struct body_member members[] = { { .name = NULL } };

	if (api_id(v) && body_read(v, members, NULL))
		api_change(v, revoke);
}

void
local_add_key(struct exchange *x, void *web)
{
	api_enter(x, web, ask_add_key);
}

void
local_revoke(struct exchange *x, void *web)
{
	api_enter(x, web, ask_revoke);
}
