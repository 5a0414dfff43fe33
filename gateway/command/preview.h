#ifndef GATEWAY_COMMAND_PREVIEW_H
#define GATEWAY_COMMAND_PREVIEW_H

/*
 * What would become of a message, or became of it, in words, on standard
 * output; from the JSON of /api/v1/previews and /api/v1/messages.
 */

#include "command/here.h"

/* Whom it reaches, whom not and why, as what it counts, when it goes, and the
 * exact text in each language. */
void	 preview_print(struct here *, const char *to, const json_t *preview);

/* "at once", or when the hours of its kind begin, of what was answered. */
const char *preview_when(struct here *, const char *time);

/* What happened, in a sentence, and the id. */
void	 preview_sent(struct here *, const char *to, const json_t *preview,
	    const json_t *composed);

#endif
