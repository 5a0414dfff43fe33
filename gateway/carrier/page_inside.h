#ifndef GATEWAY_CARRIER_PAGE_INSIDE_H
#define GATEWAY_CARRIER_PAGE_INSIDE_H

/*
 * What the files of the page share: page.c has the list and the phones,
 * page_mail.c the mailboxes, forms.c and forms_mail.c what their forms do.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/list.h"

struct carrier;
struct exchange;
struct form;

#define PAGE_SHOWN	50	/* Phones, and mailboxes, of the list. */

struct view {
	struct carrier	*carrier;
	struct buf	 b;
	const char	*asked;		/* What is looked for, or NULL; */
	const char	*query;		/* its digits, or NULL. */
	bool		 refresh;
	bool		 alone;		/* A page of one of them. */
};

/* A page begins, with its title, and ends: it is answered. */
void	 page_begin(struct view *, const char *title);
void	 page_end(struct view *, struct exchange *);
void	 page_time(struct view *, int64_t time);

/* All mailboxes that are looked for; how many; more: there are others. */
unsigned page_mailboxes(struct view *, bool *more);

/* The fields of a form that was sent.  False: it was answered. */
bool	 forms_read(struct carrier *, struct exchange *, struct form *)
	    must_use;

/* 303, to there. */
void	 forms_go(struct exchange *, const char *where);

#endif
