/*
 * Any bytes as a text file: what comes out is UTF-8 without NUL, has as many
 * lines as it says, and is what comes out of itself.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/decode.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static unsigned
count_lines(const struct decoded *d)
{
	unsigned lines = 0;

	for (size_t i = 0; i < d->length; i++)
		lines += d->text[i] == '\n';
	return lines;
}

/* What is UTF-8 stays as it is, but for a second mark at its beginning. */
static void
look_again(const struct decoded *d)
{
	struct decoded	again;
	bool		read = decode(d->text, d->length, &again);

	assert(read && again.strange == 0);
	if (strncmp(d->text, "\xef\xbb\xbf", 3) != 0 && !again.wide)
		assert(again.length == d->length &&
		    memcmp(again.text, d->text, d->length) == 0);
	decode_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct decoded d;

	if (length > 1 << 16 || !decode((const char *)bytes, length, &d))
		return 0;
	assert(strlen(d.text) == d.length);
	assert(text_valid(d.text, d.length));
	assert(strchr(d.text, '\r') == NULL);
	assert(count_lines(&d) == d.lines);
	assert(d.strange == 0 || d.stranger > 0);
	look_again(&d);
	decode_free(&d);
	return 0;
}
