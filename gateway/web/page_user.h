#ifndef GATEWAY_WEB_PAGE_USER_H
#define GATEWAY_WEB_PAGE_USER_H

/*
 * What the pages about the staff share: page_users.c (the list, somebody
 * new), page_user.c (one of them), page_user_change.c (what is changed),
 * page_user_again.c (and undone).
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;
struct visit;

/* In look(): the page of v->id; a sentence that is not NULL says what was
 * wrong, in that field. */
json_t	*page_user_view(struct visit *, struct db *, const char *field,
	    const char *sentence);

/* [{value, office or desk, name}]: where the viewer may seat somebody. */
json_t	*page_user_places(struct visit *, struct db *);

/* Of such a value: the seat, made where there is none; 0: it is not theirs to
 * give. */
int64_t	 page_user_seat_of(struct visit *, struct db *, const char *value);

/* [{key, school}] of roles, and [{key, name, school}] of seats: the name of an
 * office says of which school it is. */
json_t	*page_user_roles(struct visit *, struct db *, int64_t person,
	    bool ends);
json_t	*page_user_seats(struct visit *, struct db *, int64_t person,
	    bool ends);

/* What was just ended, of that person or (0) of the one in the query, if the
 * viewer may give it back: `ended` {who, again_url, of, place or role_key}. */
void	 page_user_ended(struct visit *, struct db *, int64_t person,
	    json_t *view);

/* Where that is shown, after a "seat" or "role" of v->id ended. */
const char *page_user_left_at(struct visit *, struct db *, const char *what,
	    int64_t id);

/* "in", "invited", "named" or "none": how far they are with signing in. */
const char *page_user_state(struct db *, int64_t person, int64_t now);

#endif
