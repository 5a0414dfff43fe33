#ifndef GATEWAY_STORE_RULE_H
#define GATEWAY_STORE_RULE_H

/*
 * Hours and use of a kind of message where a district or one of its schools
 * has its own; flow/kind.h has those of everybody else, and kind_rule() the
 * ones that hold.
 *
 * All calls but rule_wrong() are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "base/setting.h"
#include "model.h"

struct db;

struct rule {
	int64_t		 school;	/* 0: the district's. */
	enum kind	 kind;
	struct hours	 hours;		/* Minutes of the day, 0 to 1440; from
					 * where they end: any hour. */
	int64_t		 useful;	/* ms; or 0: */
	int		 until;		/* useless from this minute on. */
};

/* NULL: it may be kept.  Else a sentence that says what to do. */
const char	*rule_wrong(const struct rule *);

/* The rule of that school, or that of the district; false: there is none. */
bool		 rule_find(struct db *, int64_t school, enum kind,
		    struct rule *) must_use;

/* What rule_wrong() finds nothing wrong with; in place of an older one. */
void		 rule_set(struct db *, const struct rule *);

/* False: there was none. */
bool		 rule_remove(struct db *, int64_t school, enum kind) must_use;

#endif
