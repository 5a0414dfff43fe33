#ifndef GATEWAY_CARRIER_CARRIER_H
#define GATEWAY_CARRIER_CARRIER_H

/*
 * The simulated carrier: a stand-in for Twilio and for all the phones behind
 * it.  It speaks Twilio's published contract over HTTP (texts in, signed
 * receipts and replies out), plays phones that answer, breaks in every way a
 * carrier breaks when it is told to, and counts what it got.
 * It stands for the mail servers of all families as well: it takes mail by
 * SMTP, and their answers go to the program that the gateway has for mail.
 *
 * It is the double of all scenarios and the partner of the bench; so it runs
 * as a program of its own (`homeline carrier`) or on the loop of a test.
 *
 *	/2010-04-01/Accounts/SID/Messages.json	as Twilio has it
 *	/carrier/...				tells it what to do (control.c)
 *	/					the page of all phones
 *
 * The last two are only there while it listens on loopback.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"

struct carrier;
struct loop;
struct zone;

#define CARRIER_SID	"AC000000000000000000000000c0ffee01"
#define CARRIER_TOKEN	"5150c0de000000000000000000000001"

/* A mail for the gateway, as its own program would get it.  taken() is
 * called once, on the loop, never below mail(): 0 it is kept, 75 again later,
 * else it is refused; `said` is why, or NULL. */
struct carrier_mail {
	const char	*bytes;
	size_t		 length;
	const char	*to;		/* The recipient of the envelope. */
	void		(*taken)(struct carrier_mail *, int code,
			    const char *said);
};

struct carrier_plan {
	const char	*listen;	/* NULL: loopback, any free port. */
	const char	*hook;		/* Where replies go; NULL: nowhere. */
	const char	*account_sid;	/* NULL: CARRIER_SID */
	const char	*auth_token;	/* NULL: CARRIER_TOKEN */
	const char	*record;	/* The journal; NULL: none. */
	const struct zone *zone;	/* Of the times on the page; NULL: UTC. */
	const char	*desk;		/* A file (desk.h); NULL: none. */
	bool		 clock;		/* It is shared: the page sets it. */
	bool		 once;		/* A webhook is never tried again. */
	bool		 smtp;		/* Mail is taken, too: */
	unsigned	 smtp_port;	/* on this port; 0: any free one. */
	const char	*mail_program;	/* Gets what mailboxes write; or NULL, */
	void		(*mail)(void *arg, struct carrier_mail *);	/* and */
	void		*mail_arg;	/* then this does; or NULL. */
};

/* NULL: why is a sentence.  The plan's texts are copied, and its zone has to
 * outlive it. */
struct carrier	*carrier_open(struct loop *, const struct carrier_plan *,
		    const char **why) must_use;
void		 carrier_close(struct carrier *);	/* NULL is allowed. */
unsigned	 carrier_port(const struct carrier *);
unsigned	 carrier_smtp_port(const struct carrier *);	/* 0: none. */

/* `homeline carrier ...`; the exit code. */
int		 carrier_main(int argc, char **argv);

#endif
