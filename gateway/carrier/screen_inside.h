#ifndef GATEWAY_CARRIER_SCREEN_INSIDE_H
#define GATEWAY_CARRIER_SCREEN_INSIDE_H

/*
 * What the files of the page share: screen.c has the list and the phones,
 * screen_mail.c the mailboxes, screen_desk.c the desk, forms.c and forms_mail.c
 * what their forms do.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/list.h"
#include "carrier/number.h"

struct arena;
struct carrier;
struct exchange;
struct form;

#define SCREEN_SHOWN	50	/* Phones, and mailboxes, of the list. */

struct view {
	struct carrier	*carrier;
	struct arena	*arena;		/* The exchange's. */
	struct buf	 b;
	const char	*asked;		/* What is looked for, or NULL; */
	const char	*query;		/* its digits, or NULL. */
	bool		 refresh;
	bool		 all;		/* Not the desk, but who wrote last. */
	bool		 alone;		/* A page of one of them. */
	int64_t		 handed;	/* What the gateway says; -1: unknown. */
};

/* A page begins, with its title, and ends: it is answered. */
void	 screen_begin(struct view *, const char *title);
void	 screen_end(struct view *, struct exchange *);
void	 screen_time(struct view *, int64_t time);
void	 screen_sum(struct view *, const char *label, uint64_t count,
	    bool warn);

/* The newest texts of a phone, or mails of a mailbox; the line it talks with,
 * or the last mail from the gateway; 0: none. */
uint32_t screen_texts(struct view *, uint32_t phone, unsigned most);
uint32_t screen_mails(struct view *, uint32_t box, unsigned most);
void	 screen_stopped(struct view *, uint32_t phone, uint32_t line);

/* The path of a phone: a short code keeps its digits, any other number loses
 * its plus. */
const char	*screen_path(uint64_t digits, char out[NUMBER_TEXT]);

/* The desk, instead of the list. */
void	 screen_desk(struct view *);

/* All mailboxes that are looked for; how many; more: there are others. */
unsigned screen_mailboxes(struct view *, bool *more);

/* The fields of a form that was sent.  False: it was answered. */
bool	 forms_read(struct carrier *, struct exchange *, struct form *)
	    must_use;

/* 303, to there. */
void	 forms_go(struct exchange *, const char *where);

#endif
