#ifndef GATEWAY_CARRIER_CONTROL_H
#define GATEWAY_CARRIER_CONTROL_H

/*
 * The control API, by which tests and benches hold the carrier.  JSON in
 * and out; only on loopback, without a key.
 *
 *	POST   /carrier/write	{"from":"+1...","to":"+1...","body":"...",
 *				"media":["http..."]}	a phone writes; without
 *				"to": to the line that last wrote to it
 *	POST   /carrier/fault	{"name":"slow","ms":5000,"count":3,
 *				"number":"+1...","reading":true}
 *				names as in fault.c; without count until it is
 *				off; reading: look-ups and lists meet it too;
 *				for one mailbox "mailbox":"..."
 *	DELETE /carrier/fault	all are off
 *	GET    /carrier/fault	those that are on
 *	POST   /carrier/release	what "hold" keeps goes on
 *	POST   /carrier/clock	{"now":ms} holds the clock, {"now":null} lets
 *				it go
 *	POST   /carrier/hook	{"number":"+1...","url":"http..."}; without
 *				number: of all others; url null: none
 *	POST   /carrier/expect	[{"to":"+1...","body":"..."}]: these should come
 *	POST   /carrier/reset	forgets texts, phones, faults, the held clock
 *	GET    /carrier/record	?after=N&most=M: received, twice, missing, and
 *				the texts from the gateway after number N
 *	GET    /carrier/counts	numbers only
 *	GET    /carrier/phones	?most=N, the latest first
 *
 * That of mailboxes is in mail_control.h.
 */

#include <jansson.h>
#include <stdbool.h>

#include "base/list.h"

struct carrier;
struct exchange;

/* False: the carrier is open to others than this machine, or a page of
 * somebody else sent it; it was answered. */
bool	 control_allowed(struct carrier *, struct exchange *) must_use;

/* The JSON of a request, or NULL: it was answered. */
json_t	*control_read(struct carrier *, struct exchange *) must_use;

/* The routes, in the order of the list above. */
void	 control_write(struct exchange *, void *carrier);
void	 control_fault(struct exchange *, void *carrier);
void	 control_faults_off(struct exchange *, void *carrier);
void	 control_release(struct exchange *, void *carrier);
void	 control_clock(struct exchange *, void *carrier);
void	 control_hook(struct exchange *, void *carrier);
void	 control_expect(struct exchange *, void *carrier);
void	 control_reset(struct exchange *, void *carrier);

/* These are in counts.c. */
void	 counts_record(struct exchange *, void *carrier);
void	 counts_all(struct exchange *, void *carrier);
void	 counts_phones(struct exchange *, void *carrier);
void	 counts_faults(struct exchange *, void *carrier);

#endif
