/*
 * Reading what families wrote, and the files of their mail.
 *
 * A file is bytes of a stranger.  It is told as a download that no browser
 * shows as a page of ours: its type is one of a few that are harmless to look
 * at, or unknown; nobody may guess another; and what would open it anyway has
 * no rights.
 */

#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "flow/gateway.h"
#include "flow/shown.h"
#include "net/server.h"
#include "store/attachment.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/word.h"
#include "web/api.h"
#include "web/api_routes.h"
#include "web/inside.h"
#include "web/reply.h"

#define NO_FILE		"There is no attachment with that id. See "	\
			"GET /api/v1/conversations/{id}."
#define NOT_KEPT	"This file was too large to be kept. Ask the family " \
			"to send it another way."
#define NOBODYS_KEY	"This API key belongs to nobody, so it reads no " \
			"replies. Use the key of a member of staff."
#define NAME_MOST	1000	/* Bytes of a file's name. */

/* The links as they were kept; none is an empty list. */
static json_t *
media_json(const char *media)
{
	json_t *list = media == NULL ? NULL : json_loads(media, 0, NULL);

	if (json_is_array(list))
		return list;
	json_decref(list);
	return json_array();
}

static json_t *
attachments_json(struct db *db, const struct reply *reply)
{
	struct attachment	*list;
	unsigned		 n = reply->attached == 0 ? 0 :
				    attachment_list(db, reply->id, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack(
		    "{s:o, s:s, s:s, s:I, s:b}",
		    "id", api_id_text(list[i].id),
		    "name", list[i].name, "type", list[i].type,
		    "size", (json_int_t)list[i].size,
		    "kept", (int)list[i].kept));
	return all;
}

/* What only mail has; "" becomes null. */
static json_t *
of_mail(const char *text)
{
	return api_text(text == NULL || *text == '\0' ? NULL : text);
}

json_t *
reply_tell(struct visit *v, struct db *db, const struct reply *r,
    json_t *object)
{
	json_t *more = json_pack("{s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, "
	    "s:o}", "what", reply_what_word(r->what), "words", r->words,
	    "subject", of_mail(r->subject),
	    "shown", shown_say(v->web->gateway->shown, v->arena, r),
	    "folded", of_mail(r->folded),
	    "written_from", of_mail(r->written_from),
	    "media", media_json(r->media),
	    "attachments", attachments_json(db, r),
	    "answers", api_id_text(r->answers));

	json_object_update(object, more);
	json_decref(more);
	return object;
}

static json_t *
list_replies(struct visit *v, struct db *db)
{
	struct reply	*list;
	unsigned	 n = sight_replies(db, &v->viewer, v->after, v->most,
			    &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, reply_tell(v, db, &list[i],
		    json_pack("{s:o, s:o, s:o}",
		    "id", api_id_text(list[i].id),
		    "conversation", api_id_text(list[i].conversation),
		    "at", api_time(v, list[i].at))));
	return json_pack("{s:o, s:o}", "replies", all,
	    "next", api_id_text(n == 0 ? v->after : list[n - 1].id));
}

/* False: it was answered. */
static bool
somebody(struct visit *v)
{
	if (v->viewer.person != 0 || v->viewer.operator)
		return true;
	api_problem(v, 403, NOBODYS_KEY);
	return false;
}

static void
ask_replies(struct visit *v)
{
	static const char *const names[] = { "after", "most", NULL };

	if (somebody(v) && api_query(v, names))
		api_read(v, list_replies);
}

/* Those that cannot do anything, by themselves, where they are opened. */
static const char *
safe_type(const char *type)
{
	static const char *const safe[] = { "image/jpeg", "image/png",
	    "image/gif", "image/webp", "application/pdf" };

	for (size_t i = 0; i < COUNT(safe); i++)
		if (strcmp(safe[i], type) == 0)
			return safe[i];
	return "application/octet-stream";
}

/* RFC 6266: a name that every program reads, and the real one. */
static const char *
disposition(struct arena *arena, const char *name)
{
	char		*plain = arena_text(arena, name);
	struct buf	 url;
	const char	*kept;

	for (char *c = plain; *c != '\0'; c++)
		if (*c < ' ' || *c > '~' || strchr("\"\\/%;", *c) != NULL)
			*c = '_';
	buf_init(&url, 3 * NAME_MOST);
	buf_url(&url, name);
	kept = arena_print(arena, "attachment; filename=\"%s\"; "
	    "filename*=UTF-8''%s", plain, url.over ? "file" : url.data);
	buf_free(&url);
	return kept;
}

json_t *
reply_file(struct visit *v, struct db *db)
{
	struct attachment	 a;
	struct conversation	 talk;

	v->file = (struct visit_file){ .bytes = NULL };
	if (!attachment_get(db, v->id, &a) || !conversation_get(db,
	    attachment_talk(db, v->id), &talk) ||
	    !sight_talk(db, &v->viewer, &talk))
		return api_no(v, 404, NO_FILE);
	if (!a.kept)
		return api_no(v, 404, NOT_KEPT);
	v->file = (struct visit_file){ .bytes = a.bytes,
	    .length = (size_t)a.size, .type = safe_type(a.type),
	    .disposition = disposition(v->arena, a.name) };
	return json_object();
}

static void
ask_file(struct visit *v)
{
	if (somebody(v) && api_id(v))
		api_read(v, reply_file);
}

void
api_list_replies(struct exchange *x, void *web)
{
	api_enter(x, web, ask_replies);
}

void
api_tell_attachment(struct exchange *x, void *web)
{
	api_enter(x, web, ask_file);
}
