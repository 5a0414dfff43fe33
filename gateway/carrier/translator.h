#ifndef GATEWAY_CARRIER_TRANSLATOR_H
#define GATEWAY_CARRIER_TRANSLATOR_H

/*
 * A simulated translator: LibreTranslate's published API over a phrase book
 * (phrases.h).  What the book does not have is refused with 400, so a page
 * that shows a translation shows one that is meant.
 *
 *	POST /translate		{q, source, target}, as JSON or a form
 *				-> {"translatedText": ...} or {"error": ...}
 *	GET /languages		[{code, name, targets}]
 *	GET /health		{"status": "ok"}
 */

#include "base/list.h"

struct loop;
struct phrases;
struct translator_peer;

/* The book has to outlive it.  NULL: why is a sentence. */
struct translator_peer	*translator_open(struct loop *, const char *listen,
			    const struct phrases *, const char **why)
			    must_use;
void			 translator_close(struct translator_peer *);
unsigned		 translator_port(const struct translator_peer *);

/* `homeline translator ...`; the exit code. */
int			 translator_main(int argc, char **argv);

#endif
