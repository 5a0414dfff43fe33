#ifndef TESTS_BASE_PACK_H
#define TESTS_BASE_PACK_H

/*
 * Zips and folders that a test makes of texts.  A test has one place, a
 * folder of its own that goes with all that is in it.
 */

#include <stddef.h>

struct arena;

struct packed {
	const char	*name;
	const char	*text;
	size_t		 length;	/* 0: up to its NUL. */
};

struct pack {
	struct arena	*arena;
	char		*folder;
};

void		 pack_open(struct pack *);
void		 pack_close(struct pack *);

/* Paths of a zip and a folder with these files (up to one without a name),
 * and of a file with these bytes. */
const char	*pack_zip(struct pack *, const struct packed *);
const char	*pack_folder(struct pack *, const struct packed *);
const char	*pack_file(struct pack *, const char *bytes, size_t length);

/* The first bytes of a file, all but `less` of them, in a new one. */
const char	*pack_cut(struct pack *, const char *path, size_t less);

/* The zip again, with a password. */
const char	*pack_locked(struct pack *, const struct packed *);

#endif
