#ifndef GATEWAY_BASE_TEXT_H
#define GATEWAY_BASE_TEXT_H

/*
 * Text is UTF-8 in Unicode's Normalization Form C, without NUL.  What comes
 * from outside becomes that at the edge.  A thin face over ICU; pure, any
 * thread.
 *
 * Of these only text_valid() and text_clean() take bytes from outside; none
 * takes more than 64 MB (asserted).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Whether the bytes are well-formed UTF-8 without NUL. */
bool	 text_valid(const void *bytes, size_t length);

/* Makes valid NFC text of any bytes: what is not UTF-8 becomes U+FFFD, NUL
 * and control characters but tab and line feed go, CR LF and CR become LF.
 * Of the marks on one letter the first 30 stay. */
char	*text_clean(struct arena *, const void *bytes, size_t length);

/* The first word of a name; of "Mendes, Ana" the first behind the comma. */
char	*text_first_name(struct arena *, const char *name);

/* For comparing and searching: NFKC, case folded, without what is invisible
 * (Unicode's NFKC_Casefold); so that one name has one form on every
 * database. */
char	*text_fold(struct arena *, const char *text);

/* The same without accents and other marks, "nunez" of "Núñez": for finding
 * a name by a keyboard that does not have them. */
char	*text_plain(struct arena *, const char *text);

/* For matching whole words a family wrote: folded, without punctuation
 * ("S.T.O.P." is "stop", "opt-out" is "optout"), format characters and emoji,
 * runs of spaces become one, none at the ends. */
char	*text_words(struct arena *, const char *text);

/* For finding words however carefully they were typed: without the marks on
 * Latin and Arabic letters (é is e, đ is d, أ is ا); those of other scripts
 * stay, where they are vowels. */
char	*text_bare(struct arena *, const char *text);

/* The longest beginning of at most `most` UTF-16 units that ends between
 * two graphemes (at a code point, when one grapheme alone is longer): how
 * many bytes it has, or itself. */
size_t	 text_fit(const char *text, size_t most);
char	*text_cut(struct arena *, const char *text, size_t most);

/* The character (code point) there, and on to the one behind it; 0 and no
 * further at the end. */
uint32_t text_next(const char **text);

/* The bytes of a code point, ended with NUL; how many there are. */
size_t	 text_point(uint32_t point, char bytes[5]);

/* How many UTF-16 units it has; how many code points. */
size_t	 text_units(const char *text);
size_t	 text_points(const char *text);

#endif
