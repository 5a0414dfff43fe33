#ifndef GATEWAY_WEB_REPLY_H
#define GATEWAY_WEB_REPLY_H

/*
 * What a family wrote, as the API tells it: its words, and of a mail what was
 * on top, what was folded away, from where else it was written and the files
 * that came with it.
 */

#include <jansson.h>

struct db;
struct reply;
struct visit;

/* Adds what, words, subject, shown, folded, written_from, media, attachments
 * and answers to the object, which it returns.  In the store. */
json_t	*reply_tell(struct visit *, struct db *, const struct reply *,
	    json_t *object);

/* In look(): the file v->id, as a download; or api_no(). */
json_t	*reply_file(struct visit *, struct db *);

#endif
