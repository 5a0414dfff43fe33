/*
 * Preloaded into a program, this says of the kernel's clock that it is kept
 * right, or with KEPT_CLOCK=no that nobody does that.
 */

#include <sys/timex.h>

#include <stdlib.h>
#include <string.h>

int
adjtimex(struct timex *kernel)
{
	const char *kept = getenv("KEPT_CLOCK");

	memset(kernel, 0, sizeof *kernel);
	if (kept == NULL || strcmp(kept, "no") != 0)
		return TIME_OK;
	kernel->status = STA_UNSYNC;
	return TIME_ERROR;
}
