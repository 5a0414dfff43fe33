#ifndef GATEWAY_FLOW_TONGUE_H
#define GATEWAY_FLOW_TONGUE_H

/*
 * In which language a family wrote (domain.md 9.3).  What is registered is
 * believed, unless the letters say otherwise; then what a detector says of 20
 * letters and more, where it is sure of it, somebody in the district reads
 * that language, and it could have told the registered one from it.  It errs
 * with what it does not know: it takes Twi for Kinyarwanda.
 *
 * Nothing that is found here changes what is registered.  Pure, any thread.
 */

#include <stdbool.h>

#define TONGUE_LETTERS	20	/* The detector is asked from here on. */

/* How it was found, in the words of the schema. */
#define TONGUE_REGISTERED	"registered"
#define TONGUE_SCRIPT		"script"
#define TONGUE_DETECTED		"detected"
#define TONGUE_UNSURE		"unsure"

struct tongue {
	const char	*language;	/* A tag of ours. */
	const char	*by;		/* One of the four. */
};

/* spoken: whether anybody in the district reads that language. */
void	 tongue_read(const char *text, const char *registered,
	    bool (*spoken)(void *arg, const char *tag), void *arg,
	    struct tongue *);

#endif
