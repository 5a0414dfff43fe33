#ifndef GATEWAY_FLOW_ONEROSTER_THING_H
#define GATEWAY_FLOW_ONEROSTER_THING_H

/*
 * Orgs, users and classes have in common that they have a name, the
 * sourcedId, by which others speak of them.  Here they are collected, sorted
 * by it, made one of each, and found.
 */

#include <stdbool.h>
#include <stddef.h>

struct cell;
struct csv_row;
struct link;
struct links;
struct reading;

struct thing {
	const char		*name;
	const char		*file;
	const struct csv_row	*row;		/* NULL: of the rows before. */
	unsigned		 line;
	bool			 gone;
	bool			 told;		/* That it is left out. */
};

struct things {
	void		*list;		/* Of structs that begin with it. */
	unsigned	 count;
	size_t		 size;		/* Of one of them. */
	unsigned	*loose;		/* Numbers, by names without case. */
	unsigned	 last;		/* Found last: rows come in groups. */
	const char	*what;		/* "org", "user", "class" */
};

/* The file says one more; row is where.  NULL: it has no name, or cannot be
 * (there is a note). */
void		*thing_add(struct reading *, struct things *,
		    const struct cell *id);
void		*thing_add_before(struct reading *, struct things *,
		    const char *name);

/* Sorts them and leaves one of each.  Two rows of one name have to have the
 * same in these columns (up to -1), or the file is refused.  merge is told
 * what is known from before of one that the file has too. */
void		 things_unite(struct reading *, struct things *,
		    const struct cell *sheet, const int *columns,
		    void (*merge)(void *, const void *));

/* The number of the thing a cell names, with a note when there is none; or
 * NOTHING, also when there is no name.  When only its capitals differ it is
 * found too, and told. */
int		 thing_find(struct reading *, struct things *,
		    const struct cell *);
int		 thing_named(struct reading *, struct things *,
		    const struct cell *, const char *name);

/* The same without a word, and in these capitals alone. */
int		 thing_search(struct things *, const char *name);

/* The next of the names that stand in one cell, and *list moves on; NULL: no
 * more.  Names may have blanks and be in braces, as GUIDs are; but where it is
 * not a thing that is called so, braces, and blanks between two, are those of
 * a list. */
const char	*list_next(struct reading *, struct things *,
		    const char **list);

/* Lists that grow: room for one more than count. */
void		*grown(struct reading *, void *list, unsigned count,
		    size_t size);

void		 link_add(struct reading *, struct links *, struct link);

/* Sorts them, and leaves those that are there, each once. */
void		 links_settle(struct links *);

#endif
