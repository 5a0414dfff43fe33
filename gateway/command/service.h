#ifndef GATEWAY_COMMAND_SERVICE_H
#define GATEWAY_COMMAND_SERVICE_H

/*
 * What the service manager (systemd) hears of a gateway that serves: that it
 * is ready, each half a minute how it is, and, when it wants to know, that it
 * is alive.
 *
 * Alive is more than a loop that turns: a beat is a visit to the writer, and
 * only when it comes back, kept or refused, the manager is told.  A writer
 * that waits for ever, for a disk or for a lock, ends the process; the next
 * one begins with what is on disk.  A database that cannot be reached ends
 * nothing: its jobs are refused, and the beat comes back.
 */

#include "base/list.h"

struct gateway;
struct service;

/* address: where it listens. */
struct service	*service_new(struct gateway *, const char *address);
void		 service_free(struct service *);	/* After the store. */

void		 service_ready(struct service *);

/* Once a second, before the gateway's own tick: then the beat is kept with
 * what that writes. */
void		 service_tick(struct service *);

/* From now on there are no beats. */
void		 service_stopping(struct service *);

#endif
