/*
 * The file of the desk, and the question to the gateway.
 */

#include <sys/stat.h>

#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "carrier/desk.h"
#include "carrier/inside.h"
#include "net/client.h"
#include "net/server.h"

#define FILE_MOST	65536
#define PATIENCE	1500	/* ms, for the gateway. */

static const char *
text_of(struct desk *d, const json_t *from, const char *name)
{
	return arena_text(d->arena,
	    json_string_value(json_object_get(from, name)));
}

static bool
read_card(struct desk *d, const json_t *from, const char **why)
{
	struct desk_card	*card = &d->cards[d->card_count++];
	const json_t		*answers = json_object_get(from, "answers");
	const char		*language = text_of(d, from, "language");

	card->address = text_of(d, from, "address");
	card->name = text_of(d, from, "name");
	card->about = text_of(d, from, "about");
	card->line = text_of(d, from, "line");
	card->stops = text_of(d, from, "stops");
	card->language = language == NULL ? NULL : lang_tag(language);
	for (unsigned i = 0; i < DESK_ANSWERS; i++)
		card->answers[i] = arena_text(d->arena, json_string_value(
		    json_array_get(answers, i)));
	*why = "A card of the desk has an address, a name, a line, and a "
	    "language we know.";
	return card->address != NULL && card->name != NULL &&
	    card->line != NULL && card->language != NULL;
}

static bool
read_door(struct desk *d, const json_t *from, const char **why)
{
	struct desk_door *door = &d->doors[d->door_count++];

	door->words = text_of(d, from, "words");
	door->path = text_of(d, from, "path");
	*why = "A door of the desk has words and a path.";
	return door->words != NULL && door->path != NULL &&
	    door->path[0] == '/';
}

static bool
good_gateway(const char *url)
{
	return url == NULL || strncmp(url, "http://", 7) == 0 ||
	    strncmp(url, "https://", 8) == 0;
}

static bool
read_desk(struct desk *d, const json_t *json, const char **why)
{
	const json_t	*list, *one;
	size_t		 i;

	d->title = text_of(d, json, "title");
	d->gateway = text_of(d, json, "gateway");
	*why = "The gateway of the desk is a URL.";
	if (!good_gateway(d->gateway))
		return false;
	*why = "The desk has at most 16 cards and 16 doors.";
	list = json_object_get(json, "cards");
	if (json_array_size(list) > DESK_CARDS)
		return false;
	json_array_foreach(list, i, one)
		if (!read_card(d, one, why))
			return false;
	list = json_object_get(json, "doors");
	if (json_array_size(list) > DESK_DOORS)
		return false;
	json_array_foreach(list, i, one)
		if (!read_door(d, one, why))
			return false;
	return true;
}

static int64_t
changed(const struct stat *file)
{
	return (int64_t)file->st_mtim.tv_sec * 1000000000 +
	    file->st_mtim.tv_nsec;
}

struct desk *
desk_read(const char *path, const char **why)
{
	struct arena	*arena;
	struct desk	*d;
	struct stat	 file;
	json_t		*json;

	*why = "The file of the desk cannot be read, or is no JSON.";
	if (stat(path, &file) != 0 || file.st_size > FILE_MOST ||
	    (json = json_load_file(path, 0, NULL)) == NULL)
		return NULL;
	arena = arena_new();
	d = NEW(arena, struct desk);
	*d = (struct desk){ .arena = arena, .changed = changed(&file) };
	if (!read_desk(d, json, why)) {
		arena_free(arena);
		d = NULL;
	}
	json_decref(json);
	return d;
}

void
desk_free(struct desk *d)
{
	if (d != NULL)
		arena_free(d->arena);
}

const struct desk *
desk_now(struct carrier *c)
{
	struct desk	*d;
	struct stat	 file;
	const char	*why;

	if (c->desk == NULL || stat(c->plan.desk, &file) != 0 ||
	    changed(&file) == c->desk->changed)
		return c->desk;
	if ((d = desk_read(c->plan.desk, &why)) == NULL) {
		c->desk->changed = changed(&file);
		return c->desk;
	}
	desk_free(c->desk);
	c->desk = d;
	return d;
}

/*
 * The question.
 */

struct asking {
	struct carriage	 carriage;
	struct carrier	*carrier;
	struct exchange	*exchange;
	void		(*show)(struct exchange *, struct carrier *,
			    int64_t handed);
};

static void
answered(struct carriage *carriage)
{
	struct asking		*a = CONTAINER(carriage, struct asking,
				    carriage);
	const struct response	*r = &carriage->response;
	json_t			*json = NULL;
	int64_t			 handed = -1;

	if (a->carrier->closing) {
		exchange_drop(a->exchange);
		return;
	}
	if (r->carried == ANSWERED && r->status == 200)
		json = json_loadb(r->body, r->length, 0, NULL);
	if (json_is_integer(json_object_get(json, "handed")))
		handed = json_integer_value(json_object_get(json, "handed"));
	json_decref(json);
	a->show(a->exchange, a->carrier, handed);
}

void
desk_ask(struct carrier *c, struct exchange *x,
    void (*show)(struct exchange *, struct carrier *, int64_t))
{
	const struct desk	*d = desk_now(c);
	struct arena		*arena = exchange_arena(x);
	struct asking		*a;

	if (d == NULL || d->gateway == NULL) {
		show(x, c, -1);
		return;
	}
	a = NEW(arena, struct asking);
	*a = (struct asking){ .carrier = c, .exchange = x, .show = show,
	    .carriage = { .arena = arena, .patience = PATIENCE,
	    .answered = answered, .request = { .method = "GET",
	    .url = arena_print(arena, "%s/sample/handed", d->gateway) } } };
	client_carry(c->client, &a->carriage);
}
