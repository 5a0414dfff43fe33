#ifndef GATEWAY_COMMAND_CHECK_H
#define GATEWAY_COMMAND_CHECK_H

/*
 * What the files of `homeline check` share.  The configuration is right or
 * wrong; beyond it there are doubts, each a sentence with what to do, about
 * things that a gateway can run with and had better not.
 *
 *	check_place()		files and folders, their disk, cores, the clock
 *	check_database()	whether it keeps what it is told; its clock
 *	check_pages()		whether pages are safe, and somebody can sign in
 *	check_offices()		whom families are told to call
 *	check_templates()	whether the first templates are all there
 *	check_world()		public_url, the providers, and their clocks
 *	check_languages()	what of our own words no speaker has approved
 *	check_keywords()	the words of consent that a provider can be taught
 *
 * They look and change nothing.
 */

#include <stdbool.h>
#include <stdint.h>

#include "command/ground.h"

struct bank;
struct db;
struct keywords;
struct locales;

struct checking {
	struct ground	 ground;
	unsigned	 doubts;
	int64_t		 district;	/* Its id; 0: there is none yet. */
	const char	*name;		/* Of the district; or NULL. */
	const struct bank *bank;	/* The first templates; or NULL. */
	const char	**languages;	/* That families here read; tags. */
	unsigned	 language_count;
};

/* A doubt, on standard error. */
void	 check_doubt(struct checking *, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

void	 check_place(struct checking *);
void	 check_pages(struct checking *, struct db *);	/* In its turn. */
void	 check_offices(struct checking *, struct db *);	/* The same. */
void	 check_templates(const struct checking *, struct db *);	/* The same. */
void	 check_database(struct checking *);
void	 check_district(struct checking *);	/* Only what it is called. */
void	 check_world(struct checking *);	/* After the database. */

/* Whether families here read that language. */
bool	 check_is_read(const struct checking *, const char *tag) must_use;
void	 check_languages(const struct checking *, const struct locales *);

/* whole: the words themselves, to be pasted; else only that there are such. */
void	 check_keywords(struct checking *, const struct locales *,
	    const struct keywords *, bool whole);

#endif
