#ifndef GATEWAY_FLOW_PREVIEW_INSIDE_H
#define GATEWAY_FLOW_PREVIEW_INSIDE_H

/*
 * What the files of preview share: preview.c (the sum, on the loop) and
 * preview_look.c (what a visit to the store finds).
 */

#include "flow/address.h"
#include "flow/choose.h"
#include "flow/fill.h"
#include "flow/fit.h"
#include "flow/preview.h"
#include "store/job.h"
#include "store/practice.h"

/* Ids that were met; open addressing, half full at most. */
struct set {
	int64_t		*slots;
	unsigned	 size, count;
};

/* Where the message to one person would go. */
struct found {
	int64_t		 person, family;
	struct contact	 contact;	/* id 0: */
	const char	*reason;	/* nowhere, or by mail, because of this. */
	bool		 introduces, noted, listed;
	int64_t		 student;	/* Told apart; else 0. */
	const char	*filled;	/* As the attempt's; or NULL. */
	unsigned	 parts;		/* 0: as all of its sort. */
	unsigned	 more;		/* The same, without introducing us. */
};

/* The texts, or the mails, that say the same. */
struct text {
	enum channel	 channel;
	const char	*language;
	const char	*filled;	/* Of the first; or NULL. */
	bool		 introduces, noted;
	int64_t		 copies;
	int64_t		 parts;		/* Of all of them, where they differ. */
};

struct previews {
	struct job		 job;
	struct previewing	*p;
	struct arena		*chunk;		/* Of one visit. */
	struct composing	 asked;		/* As compose() has it. */
	struct visit		 visit;
	struct choosing		 choosing;
	struct filling		 filling;
	enum district_mode	 mode;
	const char		*school, *author, *district;	/* Names. */
	const char		*phone;		/* Whom to call; or "". */
	const char		*subject;	/* Of what is answered; or NULL. */
	const struct translation *given;	/* With the draft. */
	unsigned		 given_count;
	bool			 begun;
	int64_t			 cursor;	/* The last student. */

	/* Of the last visit. */
	struct found		*found;
	unsigned		 count, room;
	int64_t			 after;
	struct family		*students;	/* Of a group. */
	unsigned		 student_count;

	/* Of all of them. */
	struct set		 people, phones, families, introduced;
	struct set		 spoken[TONGUES_MOST];	/* Families, by it. */
	struct text		 texts[SAMPLES_MOST];
	unsigned		 text_count;
	struct text		 gets[SHOWN_MOST];	/* Who is shown. */
	struct fit_most		 most;
};

/* What somebody would get: the errand of an attempt to them. */
void	preview_errand(const struct previews *, struct arena *,
	    const struct text *, struct errand *);

/* Renders it, and keeps how much too long it is. */
void	preview_render(struct previews *, struct arena *,
	    const struct errand *, struct outgoing *, struct sms *);

/* A visit to the store: the next chunk of students.  On a store thread. */
void	preview_look(struct job *, struct db *);

/* Whether two are of one sort. */
bool	preview_same(const struct text *, const struct text *);

/* Fills what is told, once all was added up. */
void	preview_tell(struct previews *);

#endif
