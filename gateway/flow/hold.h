#ifndef GATEWAY_FLOW_HOLD_H
#define GATEWAY_FLOW_HOLD_H

/*
 * A family wrote what may be a stop and may be a name or an answer ("Dung",
 * "cancelar", "no": optout.h).  It stops nothing by itself.  Routine messages
 * to that contact wait, and a row asks the office: yes, stop, or no.
 *
 * Who may have said stop must not be written to as if they had not: a
 * revocation holds in whatever words it comes (47 CFR 64.1200(a)(10)).  So
 * what needs their consent waits: announcements, and what staff write to them
 * of themselves.  What needs none goes on: emergencies, closings and absences
 * are exempt (FCC 16-88), and what is for today, the bus or the nurse, would
 * be useless tomorrow.  So does an answer within an open talk, which they
 * asked for and whose author has read the word; and what the gateway says by
 * itself, which only answers.
 *
 * It waits until it is useless, and is then dropped with that reason.
 *
 * hold_waits() is pure; the others are for the writer, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct entering;

/* Whether such a message waits while something is held. */
bool		 hold_waits(enum kind, bool answer);

/* A person of the office says which it is; both are in the audit.  Yes is a
 * stop that the office entered (enter_stop()); no lets what waits go at once.
 * NULL: done.  Or a sentence why not. */
const char	*hold_say(struct entering *, bool stop) must_use;

#endif
