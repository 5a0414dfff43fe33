/*
 * Students and contacts for pages.
 */

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/form.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/compose.h"
#include "flow/route.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/reach.h"
#include "store/sight.h"
#include "store/word.h"
#include "web/api.h"
#include "web/chart.h"
#include "web/desk.h"
#include "web/page.h"
#include "web/whom.h"

json_t *
whom_student(struct visit *v, struct db *db, int64_t id, const char *name)
{
	struct enrolled	*list;
	unsigned	 n = sight_enrolled(db, &v->viewer, id, &list);
	json_t		*places = json_array();
	char		 text[ID_TEXT];

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(places, json_pack("{s:o, s:o, s:b}",
		    "school", api_text(list[i].school_name),
		    "class", api_text(list[i].class_name),
		    "more", (int)(i + 1 < n)));
	id_text(id, text);
	return json_pack("{s:s, s:s, s:o, s:o, s:o}", "id", text,
	    "name", name, "places", places,
	    "pupil_url", page_url(v, "/students/%s", text),
	    "write_url", page_url(v, "/write?about=%s", text));
}

static const char *
number(struct arena *arena, const char *e164, bool whole)
{
	size_t n = strlen(e164);

	if (!whole)
		return arena_print(arena, "\xe2\x80\xa6 %s",
		    n > 4 ? e164 + n - 4 : e164);
	if (n == 12 && strncmp(e164, "+1", 2) == 0)
		return arena_print(arena, "(%.3s) %.3s-%s", e164 + 2,
		    e164 + 5, e164 + 8);
	return e164;
}

const char *
whom_address(struct arena *arena, const struct contact *c, bool whole)
{
	const char *at;

	if (c->channel == CHANNEL_SMS)
		return number(arena, c->address, whole);
	at = strrchr(c->address, '@');
	if (whole || at == NULL)
		return c->address;
	return arena_print(arena, "%.*s\xe2\x80\xa6%s",
	    (int)text_fit(c->address, 1), c->address, at);
}

/* What is known of one that can be used: its state alone may be what somebody
 * entered. */
static const char *
proven(struct db *db, const struct contact *c)
{
	struct attempt	last;

	if (c->state == CONTACT_OK && reply_wrote(db, c->id))
		return "ok";
	if (!reach_last(db, c->id, &last))
		return "untried";
	return last.state == ATTEMPT_DELIVERED ? "ok" : "unconfirmed";
}

static const char *
tone(const struct contact *c, const char *state)
{
	if (route_open(c->state))
		return strcmp(state, "ok") == 0 ? "ok" : "";
	return c->state == CONTACT_STOPPED ? "warn" : "danger";
}

json_t *
whom_contact(struct visit *v, struct db *db, const struct contact *c,
    bool whole)
{
	const char	*state = route_open(c->state) ? proven(db, c) :
			    contact_state_word(c->state);
	char		 text[ID_TEXT];

	id_text(c->id, text);
	return json_pack("{s:s, s:s, s:b, s:s, s:s, s:s, s:b, s:s, s:o}",
	    "id", text, "channel", channel_word(c->channel),
	    "text", (int)(c->channel == CHANNEL_SMS),
	    "address", whom_address(v->arena, c, whole),
	    "state", state, "tone", tone(c, state),
	    "usable", (int)route_open(c->state),
	    "sentence", desk_sentence(c),
	    "contact_url", whole ? page_url(v, "/contacts/%s", text) :
	    json_null());
}

static const char *
clean(struct visit *v, const char *typed)
{
	const char	*text;
	size_t		 length;

	if (typed == NULL)
		return "";
	text = text_clean(v->arena, typed, strlen(typed));
	text += strspn(text, " \t\n");
	for (length = strlen(text); length > 0 &&
	    strchr(" \t\n", text[length - 1]) != NULL; length--)
		continue;
	return arena_print(v->arena, "%.*s", (int)length, text);
}

const char *
whom_typed(struct visit *v, const char *field)
{
	return clean(v, form_get(&v->form, field));
}

const char *
whom_asked(struct visit *v, const char *parameter)
{
	return clean(v, form_get(&v->query, parameter));
}

static bool
among(int64_t id, const int64_t *ids, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

unsigned
whom_ids(struct visit *v, const struct form *form, const char *name,
    int64_t **ids, unsigned most)
{
	unsigned	 n = 0;
	int64_t		 id;

	*ids = NEW_LIST(v->arena, int64_t, most);
	for (unsigned i = 0; i < form->count && n < most; i++)
		if (strcmp(form->fields[i].name, name) == 0 &&
		    id_parse(form->fields[i].value, &id) &&
		    !among(id, *ids, n))
			(*ids)[n++] = id;
	return n;
}

json_t *
whom_row(json_t *list)
{
	size_t	 i;
	json_t	*one;

	json_array_foreach(list, i, one)
		json_object_set_new(one, "more", json_boolean(
		    i + 1 < json_array_size(list)));
	return list;
}

const char *
whom_too_long(struct arena *arena, size_t units)
{
	return units <= WORDS_MOST ? NULL : arena_print(arena,
	    "This is %s characters too long. Write at most %s.",
	    chart_number(arena, (int64_t)units - WORDS_MOST),
	    chart_number(arena, WORDS_MOST));
}

const char *
whom_names(struct arena *arena, const char *all, const char *next)
{
	return *all == '\0' ? next : arena_print(arena, "%s, %s", all, next);
}
