#ifndef GATEWAY_BASE_MIME_INSIDE_H
#define GATEWAY_BASE_MIME_INSIDE_H

/*
 * What the files of mime_read share; nobody else includes it, but their
 * tests.
 *
 * Between mime_html and mime_fold a text has marks, which no mail can write
 * because they are control characters: MIME_MARK_REST stands alone in a line
 * before a quote without >, MIME_MARK_SAID at the beginning of a line that
 * says who wrote the quote below it, and MIME_MARK_SIGNED and
 * MIME_MARK_UNSIGNED alone in lines around a signature.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/mime_read.h"

struct arena;

#define MIME_MARK_REST		'\001'
#define MIME_MARK_SAID		'\002'
#define MIME_MARK_SIGNED	'\003'
#define MIME_MARK_UNSIGNED	'\004'

/*
 * mime_trim.c: the bytes with so few fields, parts and nested mails that no
 * parser makes much of them; length becomes theirs, and cut true when
 * something is gone.
 */
const char *mime_trim(struct arena *, const char *bytes, size_t *length,
	    bool *cut);

/*
 * mime_charset.c: clean text of bytes that say they are of a charset (""
 * for none), and may be of another.  The language (BCP 47, or "") decides
 * when nothing else does.
 */
char	*mime_decode(struct arena *, const char *bytes, size_t length,
	    const char *charset, const char *language);

/* mime_flow.c: undoes format=flowed (RFC 3676). */
char	*mime_unflow(struct arena *, const char *text, bool delete_spaces);

/* mime_html.c: what a person sees of a page, with > before quotes. */
char	*mime_html(struct arena *, const char *html, bool *cut);

/* mime_fold.c: what a person wrote, and the rest. */
struct mime_folding {
	const char	*text;
	bool		 passes_on;	/* Its subject says so: it has no quote
					 * without signs. */
	bool		 answers;	/* Its header says so: what has > or is
					 * below fields is a quote. */
	const char	*words, *folded;
};
void	 mime_fold(struct arena *, struct mime_folding *);

/* mime_quote.c: lines that stand before quotes. */

/* Whether lines put together say who wrote what stands below them; surely
 * they do when no person writes like that. */
enum mime_proof {
	MIME_UNSAID, MIME_MAYBE, MIME_LIKELY, MIME_SURELY,
};
enum mime_proof mime_says_who(struct arena *, const char *text);
/* Which of From (1), Date (2), To (4), Subject (8) a line begins with; 0. */
unsigned mime_label(struct arena *, const char *line);
/* A line between an answer and an older mail. */
enum mime_border {
	MIME_NO_BORDER,
	MIME_LINE,		/* ________; only before labels. */
	MIME_ORIGINAL,		/* -----Original Message----- */
	MIME_PASSED_ON,		/* ---------- Forwarded message --------- */
};
enum mime_border mime_border(struct arena *, const char *line);
/* "Sent from my iPhone" and its kin. */
bool	 mime_sent_from(struct arena *, const char *line);
/* "Re: ..." */
bool	 mime_answers(struct arena *, const char *subject);
/* "Fwd: ..." */
bool	 mime_passes_on(struct arena *, const char *subject);
/* "Automatic reply: ..." */
bool	 mime_away(struct arena *, const char *subject);

/* mime_machine.c: who wrote it, by its header: automatic, list and spam.
 * message is a GMimeMessage. */
void	 mime_machine(struct arena *, void *message, struct mime_mail *);

/* mime_report.c: what a mail server says; after the words are known. */
void	 mime_report(struct arena *, void *message, struct mime_mail *);

/* mime_head.c: who, to whom, about what, and what it answers. */
void	 mime_head(struct arena *, void *message, struct mime_mail *);
/* Clean text in one line; text may be NULL. */
char	*mime_line(struct arena *, const char *text, size_t most);
/* The value of a field of a GMimeObject in one line; "" if there is none. */
const char *mime_header(struct arena *, void *object, const char *name);

/* mime_part.c: the text of all that is to be read; the files go to mail. */
const char *mime_parts(struct arena *, void *message, struct mime_mail *);
/* The decoded content of a GMimePart. */
char	*mime_content(struct arena *, void *part, size_t *length);

#endif
