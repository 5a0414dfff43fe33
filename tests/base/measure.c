/*
 * Measures texts for segments.py: reads one as a JSON list of one string in
 * each line, and prints its encoding, the units of its parts, and those of
 * each of its graphemes as ICU alone knows them.
 */

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/sms.h"
#include "base/text.h"

static void
graphemes(struct arena *arena, const char *text)
{
	int32_t		 length, room = (int32_t)strlen(text) + 1, at, next;
	UChar		*units = NEW_LIST(arena, UChar, (size_t)room);
	UErrorCode	 error = U_ZERO_ERROR;
	UBreakIterator	*breaks;

	u_strFromUTF8(units, room, &length, text, -1, &error);
	breaks = ubrk_open(UBRK_CHARACTER, "", units, length, &error);
	if (U_FAILURE(error))
		abort();
	for (at = 0; (next = ubrk_next(breaks)) != UBRK_DONE; at = next)
		printf("%s%d", at == 0 ? "" : ", ", next - at);
	ubrk_close(breaks);
}

static void
tell(struct arena *arena, const char *text)
{
	struct sms	 sms, part;
	const char	**parts;
	unsigned	 count;

	sms_measure(text, &sms);
	parts = sms_split(arena, text, &count);
	printf("{\"encoding\": \"%s\", \"parts\": [",
	    sms.encoding == SMS_GSM7 ? "GSM-7" : "UCS-2");
	for (unsigned i = 0; i < count; i++) {
		sms_measure(parts[i], &part);
		printf("%s%zu", i == 0 ? "" : ", ", sms.encoding == SMS_UCS2 ?
		    text_units(parts[i]) : part.units);
	}
	fputs("], \"graphemes\": [", stdout);
	graphemes(arena, text);
	puts("]}");
}

int
main(void)
{
	struct arena	*arena = arena_new();
	char		*line = NULL;
	size_t		 room = 0;
	json_t		*json;

	while (getline(&line, &room, stdin) > 0) {
		json = json_loads(line, 0, NULL);
		if (json == NULL)
			return (1);
		tell(arena, json_string_value(json_array_get(json, 0)));
		json_decref(json);
		arena_clear(arena);
	}
	free(line);
	arena_free(arena);
	return (fflush(stdout) == 0 ? 0 : 1);
}
