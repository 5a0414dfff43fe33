/*
 * The words for pictures are filled in once, for each number of them, because
 * formats are for one thread, and replies are shown by many.
 */

#include <jansson.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/locale.h"
#include "flow/shown.h"
#include "store/conversation.h"

#define MEDIA_MOST	10	/* Links of one text. */
#define SHOWN_MOST	40	/* Of them and of files, together. */
#define LANGUAGE	"en-US"

struct shown {
	const char	*pictures[SHOWN_MOST + 1], *files[SHOWN_MOST + 1];
	const char	*nothing;
};

static const char *
say(struct arena *arena, const struct locales *locales, const char *key,
    long long count)
{
	const struct bridge_value value = { .name = "count",
	    .number = count };

	return locales_say(locales, arena, LANGUAGE, key, &value, 1);
}

struct shown *
shown_read(struct arena *arena, const struct locales *locales)
{
	struct shown *shown = NEW(arena, struct shown);

	for (long long n = 0; n <= SHOWN_MOST; n++) {
		shown->pictures[n] = say(arena, locales, "in.picture", n);
		shown->files[n] = say(arena, locales, "in.file", n);
	}
	shown->nothing = locales_say(locales, arena, LANGUAGE, "in.nothing",
	    NULL, 0);
	return shown;
}

static size_t
links(const char *media)
{
	json_t	*list = media == NULL ? NULL : json_loads(media, 0, NULL);
	size_t	 n = json_array_size(list);

	json_decref(list);
	return n < MEDIA_MOST ? n : MEDIA_MOST;
}

/* Blanks alone are nothing to be seen. */
static bool
is_blank(const char *words)
{
	for (; *words != '\0'; words++)
		if (*words != ' ' && *words != '\n' && *words != '\t')
			return false;
	return true;
}

const char *
shown_say(const struct shown *shown, struct arena *arena,
    const struct reply *reply)
{
	size_t		 count = links(reply->media), files, pictures;
	size_t		 attached = (size_t)reply->attached;
	const char	*said = is_blank(reply->words) ? "" : reply->words;

	count += attached < SHOWN_MOST - count ? attached : SHOWN_MOST - count;
	files = reply->files < 0 || (size_t)reply->files > count ? count :
	    (size_t)reply->files;
	pictures = count - files;
	if (pictures > 0)
		said = arena_print(arena, "%s%s%s", said,
		    *said == '\0' ? "" : "\n", shown->pictures[pictures]);
	if (files > 0)
		said = arena_print(arena, "%s%s%s", said,
		    *said == '\0' ? "" : "\n", shown->files[files]);
	return *said == '\0' ? shown->nothing : said;
}
