#ifndef TESTS_CARRIER_RIG_H
#define TESTS_CARRIER_RIG_H

/*
 * A simulated carrier on a loop, a client that asks it, and a gateway that
 * keeps the webhooks it gets; all in one process, over loopback.  Nothing
 * waits but for what is asked for; what does not come in ten seconds fails
 * the test.
 */

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/form.h"
#include "base/http.h"
#include "carrier/carrier.h"

#define RIG_HOOKED	256
#define RIG_OWN		"+15085550100"		/* The school's number. */
#define RIG_ANA		"+15085550101"
#define RIG_BEN		"+15085550102"

struct arena;
struct question;

/* A webhook, as it came. */
struct hooked {
	const char	*url;		/* The whole one, as it was signed. */
	const char	*signature;
	struct form	 form;
};

struct rig {
	struct loop		*loop;
	struct carrier		*carrier;
	struct client		*client;
	struct server		*gateway;
	struct arena		*arena;
	struct question		*questions;	/* All that were asked. */
	char			 hook[64];	/* The URL of the gateway. */
	int			 status;	/* It answers with. */
	struct hooked		 hooked[RIG_HOOKED];
	unsigned		 hooked_count;
};

/* hooked: replies go to the gateway; record: a file, or NULL. */
struct rig	*rig_open(bool hooked, const char *record);
struct rig	*rig_open_with(bool hooked, struct carrier_plan);
void		 rig_close(struct rig *);

/* Asks the carrier; the answer lives as long as the rig.  A path of Twilio's
 * gets the credentials. */
struct response	*rig_ask(struct rig *, const char *method, const char *path,
		    const char *body);

/* Asks without waiting; whether it was answered. */
struct question	*rig_begin(struct rig *, const char *header,
		    const char *method, const char *path, const char *body);
bool		 rig_answered(const struct question *);

/* Asks with a header of one's own, "Name: value", or NULL. */
struct response	*rig_ask_with(struct rig *, const char *header,
		    const char *method, const char *path, const char *body);

/* The header with the credentials. */
const char	*rig_key(struct rig *);

/* A text to `to` with the words, and more of the form ("&A=b", or ""). */
struct response	*rig_send(struct rig *, const char *to, const char *words,
		    const char *more);

/* "&StatusCallback=...", the gateway's, with the id of an attempt in it. */
const char	*rig_receipts(struct rig *, const char *id);

/* The control API: it has to agree. */
json_t		*rig_tell(struct rig *, const char *path, const char *body);

/* Twilio's API: the status has to be that. */
json_t		*rig_twilio(struct rig *, int status, const char *method,
		    const char *path, const char *body);
const char	*rig_messages(struct rig *, const char *rest);

/* Waits until so many webhooks came, or the counts say that name is n. */
void		 rig_until_hooked(struct rig *, unsigned count);
void		 rig_until(struct rig *, const char *name, int64_t n);
int64_t		 rig_count(struct rig *, const char *name);

/* A field of the n-th webhook; "" when it has none. */
const char	*rig_hooked(struct rig *, unsigned n, const char *field);

/* Whether its signature is right, computed without the carrier's code. */
bool		 rig_genuine(struct rig *, unsigned n);

/* A text of a JSON answer; NULL: it is none, or null. */
const char	*rig_text(const json_t *, const char *name);

#endif
