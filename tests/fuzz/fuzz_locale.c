/*
 * A pattern a translator may write: refused, or filled; never a crash.  (The
 * JSON around it is jansson's.)
 */

#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/bridge.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define LONGEST	4096	/* What locale.c allows. */
#define NAMES	16

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena		*arena;
	struct bridge_format	*format;
	struct bridge_value	 values[NAMES] = { 0 };
	size_t			 count = 0;
	char			 why[100];

	if (length > LONGEST)
		return (0);
	arena = arena_new();
	format = bridge_format_new(text_clean(arena, bytes, length), "ar",
	    why, sizeof why);
	while (format != NULL && count < NAMES &&
	    (values[count].name = bridge_format_name(format, count)) != NULL) {
		values[count].number = 3;
		count++;
	}
	if (format != NULL)
		free(bridge_format_fill(format, values, count));
	bridge_format_free(format);
	arena_free(arena);
	return (0);
}
