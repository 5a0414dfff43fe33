/*
 * Whatever the text, its parts fit and together are the text.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/sms.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena	 *arena = arena_new();
	char		 *text = text_clean(arena, bytes, length);
	struct sms	  sms;
	const char	**parts;
	unsigned	  count;

	sms_measure(text, &sms);
	parts = sms_split(arena, text, &count);
	assert(count == sms.parts && count >= 1);
	for (unsigned i = 0; i < count; i++) {
		assert(text_points(parts[i]) <=
		    (sms.encoding == SMS_GSM7 ? 160 : 70));
		assert(strncmp(text, parts[i], strlen(parts[i])) == 0);
		text += strlen(parts[i]);
	}
	assert(*text == '\0');
	arena_free(arena);
	return (0);
}
