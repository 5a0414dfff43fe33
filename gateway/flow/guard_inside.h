#ifndef GATEWAY_FLOW_GUARD_INSIDE_H
#define GATEWAY_FLOW_GUARD_INSIDE_H

/*
 * What the files of guard share: guard_find.c finds what must not change
 * (guard_forms.c what has a form of its own, guard_names.c names and terms,
 * with the words of guard_words.c that are none), guard.c puts tokens in its
 * place, guard_form.c says them in the form of a translator and reads them
 * again, guard_look.c looks at what came back, guard_learn.c puts tokens into
 * what a person wrote, guard_mask.c hides names from people.  Pure, any
 * thread.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <unicode/uregex.h>

#include "flow/guard.h"

struct buf;

#define TOKEN_BEGINS	0x27E6u		/* In plain text: these two */
#define TOKEN_ENDS	0x27E7u		/* mathematical brackets. */

enum piece_kind {
	PIECE_PATTERN,		/* A link, a number ...: found again after. */
	PIECE_NAME,		/* A name or a term. */
	PIECE_PLACEHOLDER,
	PIECE_OPENS,		/* "((flag??" of an optional text, and the */
	PIECE_CLOSES,		/* "))" behind it. */
};

/* What was found: bytes of the text. */
struct piece {
	size_t			 from, to;
	enum piece_kind		 kind;
	const struct guard_term	*term;	/* Of a name that is a term. */
	unsigned		 opens;	/* CLOSES: which piece, counted
					 * from 0. */
};

#define PIECES_MOST	1024		/* Found, before one is chosen. */

struct pieces {
	struct piece	 list[PIECES_MOST];
	unsigned	 count;
	bool		 over;		/* There are more. */
};

/* All of a text, from left to right, the longest at each place; guarding NULL:
 * patterns and placeholders only. */
void		 guard_find(struct arena *, const struct guard_forms *,
		    const char *text, const struct guarding *,
		    struct pieces *);
void		 guard_add(struct pieces *, const struct piece *);

/* Only names and terms. */
void		 guard_find_names(struct arena *, const char *text,
		    const struct guarding *, struct pieces *);

/* Whether a word of three or four letters, folded and without marks, is none
 * that is common in that language. */
bool		 guard_may_be_name(const char *language, const char *word);

/* One of the forms, to be closed. */
#define GUARD_FORMS	18
#define GUARD_ANY_LINK	GUARD_FORMS	/* See guard_links(). */
URegularExpression *guard_form(const struct guard_forms *, unsigned form);

/* How many links there are, or what a phone may take for one ("sick.thanks"):
 * of the words between tokens. */
unsigned	 guard_links(const struct guard_forms *, const char *text);

/* A token of plain text. */
void		 guard_put(struct buf *, unsigned number);

/* A token of plain text there, and on to what is behind it: its number; 0: it
 * is none, and nothing moves. */
unsigned	 guard_token_at(const char **text);

/* Of a word: a letter, a mark on one, a digit. */
bool		 guard_in_word(uint32_t letter);

#endif
