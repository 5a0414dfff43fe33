#ifndef GATEWAY_FLOW_PREVIEW_H
#define GATEWAY_FLOW_PREVIEW_H

/*
 * What would become of a draft, if it were written now: the steps of
 * compose.c and expand.c, with nothing written.  A large school takes several
 * visits to the store, as expanding it does.
 *
 *	previewing {arena, gateway, draft, now, then} -> preview()
 *	-> then(): status is 200 and told is filled, or 4xx with a sentence
 *
 * Told is filled too where one of the texts is too long for its carrier (422;
 * flow/fit.h).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/sms.h"
#include "flow/compose.h"
#include "flow/translate.h"
#include "flow/policy.h"
#include "model.h"

struct arena;
struct gateway;

#define SAMPLES_MOST	64	/* Different texts. */
#define REASONS_MOST	8
#define SHOWN_MOST	20	/* People who are told one by one. */
#define MISSED_MOST	100	/* And of those who get nothing. */
#define TONGUES_MOST	64	/* Languages that are told. */

/* Why people are not reached, a sentence, and how many. */
struct preview_reason {
	const char	*reason;
	int64_t		 people;
};

/* One exact text or mail, as a family would get it; where a mail has a sign
 * of its own in a link, "..." stands.  Parts are counted of each text. */
struct preview_sample {
	enum channel	 channel;
	const char	*language, *text;
	const char	*subject;	/* Of a mail. */
	bool		 introduces;	/* It is the first text of our number. */
	const struct translation *words; /* Whose they are; NULL: English. */
	enum policy	 policy;	/* And why. */
	struct sms	 sms;		/* Its encoding and parts. */
	unsigned	 lasting;	/* Parts without the introduction. */
	int64_t		 copies;	/* So many phones would get it. */
	bool		 filled;	/* With the names of one of them: the
					 * others get their own. */
};

/* What one of the guardians would get, and why it is a mail or nothing. */
struct preview_person {
	int64_t		 person;
	const struct preview_sample *sample;	/* NULL: nothing. */
	bool		 shared;	/* It goes to another one's phone. */
	const char	*reason;	/* Or NULL. */
};

/* Those who get it in one language, by text or by mail. */
struct preview_tongue {
	const char	*language;
	const struct saying *saying;	/* What a computer says, or will, or
					 * cannot; NULL: none is asked. */
	const struct translation *words; /* Whose they get; NULL: English. */
	const struct translation *there; /* The words there are; or NULL. */
	enum policy	 policy;	/* What they get of them. */
	int64_t		 people, families, parts;
};

struct preview {
	enum kind	 kind;		/* May differ from the draft's. */
	enum counts	 counts;	/* As what it would count, were it live. */
	enum topic	 topic;
	bool		 discreet, apart;	/* As model.h has them. */
	bool		 practice;	/* So it counts nowhere. */
	int64_t		 students, families;
	int64_t		 repeated;	/* Families, by rule 2. */
	int64_t		 people;	/* Guardians it is meant for. */
	int64_t		 reached;	/* Of them, by text or by mail; */
	int64_t		 by_mail;	/* of these by mail. */
	int64_t		 shared;	/* Of these, on another one's phone. */
	int64_t		 copies;	/* Texts and mails: reached - shared,
					 * and of what is told apart more; */
	int64_t		 mails;		/* of these mails. */
	int64_t		 held;		/* Of the copies: not sent, practice. */
	int64_t		 parts;		/* Of all texts, held or not. */
	int64_t		 send_at;	/* When it is planned for; and */
	int64_t		 due;		/* when its hours let it go. */
	int64_t		 not_after;
	const char	*warning;	/* About its words (answer.h); or NULL. */
	const char	*sender;	/* Our number; NULL: there is none. */
	const char	*mailbox;	/* Ours; NULL: there is none. */
	struct preview_reason reasons[REASONS_MOST];
	unsigned	 reason_count;
	struct preview_reason mail_reasons[REASONS_MOST];	/* Why mail. */
	unsigned	 mail_reason_count;
	struct preview_sample samples[SAMPLES_MOST];
	unsigned	 sample_count;	/* The language of most copies first. */
	struct preview_person shown[SHOWN_MOST];	/* The first ones. */
	unsigned	 shown_count;
	struct preview_person missed[MISSED_MOST];	/* Who gets nothing. */
	unsigned	 missed_count;
	struct saying	*sayings;	/* By computers, as far as they */
	unsigned	 saying_count;	/* are there already. */
	struct saying	*backs;		/* Each read back; words NULL: it is
					 * not, or not yet. */
	bool		 translating;	/* Some are not: look again. */
	struct preview_tongue tongues[TONGUES_MOST];	/* The largest first. */
	unsigned	 tongue_count;
};

struct previewing {
	/* Filled in by the caller. */
	struct arena	*arena;		/* Lives until then() has returned. */
	struct gateway	*gateway;
	struct draft	 draft;
	int64_t		 now;
	bool		 ask;		/* Translators, for what memory does
					 * not have. */
	void		(*then)(struct previewing *);	/* On the loop. */
	void		*arg;

	/* The result: 503 when the store could not be read. */
	int		 status;
	const char	*answer;	/* A sentence, unless it is 200. */
	struct preview	 told;

	struct previews	*own;		/* While it goes on. */
};

void	preview(struct previewing *);

#endif
