#ifndef GATEWAY_BASE_DECODE_H
#define GATEWAY_BASE_DECODE_H

/*
 * The bytes of a text file become UTF-8 with line feeds, whatever the
 * program that wrote it thought: UTF-8 with or without its mark, UTF-16 with
 * or without, Windows-1252.  Files that were put together from two programs
 * are both; so each line that is no UTF-8 is taken for Windows-1252 alone.
 *
 * What comes out has no NUL and is well-formed, but not yet NFC.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

#define DECODE_MOST	((size_t)128 << 20)	/* Bytes. */
#define DECODE_LINE	((size_t)1 << 20)	/* Of one line. */

struct decoded {
	char		*text;		/* Ends with NUL. */
	size_t		 length;
	unsigned	 lines;		/* Line feeds. */
	bool		 wide;		/* It was UTF-16. */
	unsigned	 strange;	/* Lines that were Windows-1252, */
	unsigned	 stranger;	/* and the first of them. */
};

/* False: there are more bytes than may be, in all or in a line (lines is
 * how many were well); nothing has to be freed. */
bool	 decode(const char *bytes, size_t length, struct decoded *) must_use;
void	 decode_free(struct decoded *);

#endif
