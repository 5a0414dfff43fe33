#ifndef GATEWAY_BASE_ARCHIVE_H
#define GATEWAY_BASE_ARCHIVE_H

/*
 * The files of a zip, or of a folder.  They are only read, whole and into
 * memory: nothing is written anywhere, so names are no danger.
 *
 * What comes from outside is limited before memory is taken for it: entries
 * in number, in size alone and together, and in how much more they are than
 * what they were packed into.  Sizes that a zip says and does not keep, and
 * checksums that are wrong, are noticed when an entry is read.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

struct arena;

#define ARCHIVE_ENTRIES		1000
#define ARCHIVE_ENTRY_MOST	((size_t)128 << 20)
#define ARCHIVE_MOST		((size_t)256 << 20)	/* Of all entries. */
#define ARCHIVE_RATIO		250	/* Of entries above 1 MB. */

struct archive_entry {
	const char	*name;		/* With the folders it is in. */
	size_t		 size;
};

struct archive {
	struct archive_entry	*entries;	/* Files, no folders. */
	unsigned		 count;
};

/* Opens a zip or a folder; NULL: why says what is wrong and what to do.  The
 * list, names and sentences live in the arena. */
struct archive	*archive_open(struct arena *, const char *path,
		    const char **why);
void		 archive_close(struct archive *);	/* NULL is allowed. */

/* Reads an entry, its size is that of the list; bytes live in the arena. */
bool		 archive_read(struct archive *, unsigned entry,
		    struct arena *, const char **bytes, const char **why)
		    must_use;

#endif
