#ifndef GATEWAY_BASE_NOTIFY_H
#define GATEWAY_BASE_NOTIFY_H

/*
 * What the service manager is told of a daemon (a thin face over libsystemd,
 * see sd_notify(3)).  Where none started us, because NOTIFY_SOCKET is not
 * set, nothing happens.  What cannot be told is not tried again: a manager
 * that hears nothing of us any more starts us anew.
 *
 *	notify_ready()		it serves, or serves again after a reload
 *	notify_reloading()	it reads its configuration
 *	notify_status()		a sentence for `systemctl status`
 *	notify_alive()		more often than notify_watchdog() says
 *	notify_stopping()	it ends
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

void	notify_ready(void);
void	notify_reloading(void);
void	notify_stopping(void);
void	notify_alive(void);
void	notify_status(const char *format, ...)
	    __attribute__((format(printf, 1, 2)));

/* After how many ms without notify_alive() we are ended; 0: never. */
int64_t	notify_watchdog(void) must_use;

#endif
