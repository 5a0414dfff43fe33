#ifndef GATEWAY_BASE_MIME_WORDS_H
#define GATEWAY_BASE_MIME_WORDS_H

/*
 * The words by which programs for mail, in the languages of families, stand
 * between an answer and what it answers.  All of them are as text_fold()
 * makes them: small letters, colons and brackets of ASCII; a test looks at
 * that.  A list stands in one text, each word between two bars.
 *
 * To add a language, add its words here and a mail to tests/mails that has
 * them.
 */

/* How the line above a quote begins ("" for any), and what it has to hold
 * behind that. */
struct mime_said {
	const char	*begins, *holds;
};
extern const struct mime_said	 mime_said[];	/* Ends with NULL. */

/* Names of the fields that are shown above a quote: From, Date, To, Subject,
 * in this order. */
extern const char *const	 mime_labels[4];

/* Between dashes: above what is answered, and what is passed on. */
extern const char *const	 mime_original;
extern const char *const	 mime_passed;
/* Before a colon, alone in a line, above what is passed on. */
extern const char *const	 mime_passing;
/* Before a colon at the beginning of a subject that passes on, or answers. */
extern const char *const	 mime_prefixes;
extern const char *const	 mime_answering;

/* How a line begins, or ends, that a telephone added. */
extern const char *const	 mime_sent_begins[];	/* End with NULL. */
extern const char *const	 mime_sent_ends[];
/* And what has to stand in it, for people write "Sent from my sister". */
extern const char *const	 mime_devices[];

/* How the subject of an automatic answer begins; and how one does only when
 * a colon comes next, because people write that too. */
extern const char *const	 mime_away_words[];	/* End with NULL. */
extern const char *const	 mime_away_colon[];

#endif
