#ifndef GATEWAY_BASE_BRIDGE_H
#define GATEWAY_BASE_BRIDGE_H

/*
 * C functions over what has only a C++ face: ICU's MessageFormat with named
 * arguments (its C face takes positions only, prints a named one as it
 * stands and reports no error), libphonenumber, CLD2, and Mustache.  bridge.cc is
 * the only C++ file; it has no logic of its own, and no exception leaves it.
 * A format belongs to one thread; numbers are looked at, and pages filled, on
 * any.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bridge_format;

/* A value for a named argument: text, or a number when text is NULL. */
struct bridge_value {
	const char	*name;
	const char	*text;
	long long	 number;
};

/* The locale is a BCP 47 tag that ICU knows (lang_icu()).  NULL: the pattern
 * is wrong, and why says where. */
struct bridge_format	*bridge_format_new(const char *pattern,
			    const char *locale, char *why, size_t why_size);
void			 bridge_format_free(struct bridge_format *);

/* The names of its arguments, each once; NULL after the last. */
const char		*bridge_format_name(const struct bridge_format *,
			    size_t i);

/* Whether words in it depend on a number; and whether each of those plurals
 * has words for a category ("few"). */
bool			 bridge_format_counts(const struct bridge_format *);
bool			 bridge_format_has(const struct bridge_format *,
			    const char *category);

/* Fills the pattern into a malloc'ed text; NULL: a name is missing, or is of
 * the wrong kind (a plural of a text, a choice of words by a number). */
char			*bridge_format_fill(const struct bridge_format *,
			    const struct bridge_value *, size_t count);

/* The language of a text as CLD2 finds it, in a code of its own ("pt", "ht",
 * "zh-Hant"); false: it is not sure.  likely: the code of one that it rather
 * is, where two are near each other; or NULL. */
bool			 bridge_detect(const char *text, const char *likely,
			    char *code, size_t size);

/* What libphonenumber says of a number; type is one of its own values, and
 * UNKNOWN of a number that is not valid. */
struct bridge_phone {
	char	 number[32];		/* E.164 */
	char	 extension[32];
	char	 region[8];		/* "US", or "ZZ". */
	int	 type;
	bool	 possible;
};

/* Reads a number as it is dialled in a region; false: it is none. */
bool			 bridge_phone_look(const char *text,
			    const char *region, struct bridge_phone *);

/*
 * Fills a view into a Mustache template, as kainjow reads it, into a
 * malloc'ed text; NULL: the template is wrong.  An empty text is false, as
 * null is, and 0 is not; true and false print nothing.  partial() gives the
 * text of {{> name}}, or NULL.
 * {{#t}}...{{/t}} is what words() makes of the text between, as HTML, and
 * {{#say}}...{{/say}} what say() does; inside of them bridge_page_value()
 * fills a piece of that text, escaped.  All texts are malloc'ed.
 */
struct bridge_page {
	const char	*(*partial)(void *arg, const char *name);
	char		*(*words)(void *arg, const char *between,
			    const void *renderer);
	char		*(*say)(void *arg, const char *between,
			    const void *renderer);
	void		*arg;
};
char			*bridge_page_fill(const char *text,
			    const json_t *view, const struct bridge_page *);
char			*bridge_page_value(const void *renderer,
			    const char *piece);

#ifdef __cplusplus
}
#endif

#endif
