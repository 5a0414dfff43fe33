#ifndef GATEWAY_BASE_MIME_RECODE_H
#define GATEWAY_BASE_MIME_RECODE_H

/*
 * For whoever gives a mail to GMime: its header, written so that GMime reads
 * all of it.  GMime 3.2 loses what stands behind a base64 word with padding
 * when another word follows (RFC 2047).  Pure, any thread.
 */

#include <stddef.h>

struct arena;

/* The bytes, or a copy in the arena; length becomes theirs. */
const char *mime_recode(struct arena *, const char *bytes, size_t *length);

#endif
