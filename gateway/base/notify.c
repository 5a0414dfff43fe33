/*
 * Datagrams to NOTIFY_SOCKET, put together and sent by libsystemd.  What it
 * returns is not looked at: there is nobody else to tell.
 */

#include <systemd/sd-daemon.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "base/notify.h"

#define STATUS_MOST	256

void
notify_ready(void)
{
	(void)sd_notify(0, "READY=1");
}

/* Newer managers (Type=notify-reload) want to know when it began. */
void
notify_reloading(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	(void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	    (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

void
notify_stopping(void)
{
	(void)sd_notify(0, "STOPPING=1");
}

void
notify_alive(void)
{
	(void)sd_notify(0, "WATCHDOG=1");
}

void
notify_status(const char *format, ...)
{
	char	 status[STATUS_MOST];
	va_list	 values;

	va_start(values, format);
	vsnprintf(status, sizeof status, format, values);
	va_end(values);
	(void)sd_notifyf(0, "STATUS=%s", status);
}

int64_t
notify_watchdog(void)
{
	uint64_t every = 0;

	if (sd_watchdog_enabled(0, &every) <= 0)
		return 0;
	return every < 1000 ? 1 : (int64_t)(every / 1000);
}
