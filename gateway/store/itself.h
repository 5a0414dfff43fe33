#ifndef GATEWAY_STORE_ITSELF_H
#define GATEWAY_STORE_ITSELF_H

/*
 * What the gateway has said by itself to a contact: messages of the kind
 * system, by their template.  On a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

struct db;

/* How many texts since then; whether one of a template was among them. */
int64_t	 itself_count(struct db *, int64_t contact, int64_t since);
bool	 itself_said(struct db *, int64_t contact, const char *template,
	    int64_t since);

#endif
