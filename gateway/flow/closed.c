/*
 * The chain of each closed month is made again, mark by mark.
 */

#include <jansson.h>
#include <string.h>

#include "base/list.h"
#include "flow/links.h"
#include "flow/closed.h"
#include "flow/closing.h"
#include "store/db.h"
#include "store/month.h"

struct checking {
	const struct closed_month	*month;
	struct closed_check		*result;
	const char			*marks;
	struct links			 chain;
	int64_t				 behind;	/* See the header. */
};

/* False: this mark is not what was kept. */
static bool
mark_is_right(const struct checking *c, size_t mark)
{
	return strlen(c->marks) < (mark + 1) * LINKS_MARK ||
	    memcmp(c->marks + mark * LINKS_MARK, c->chain.digest,
	    LINKS_MARK) == 0;
}

static void
wrong(struct checking *c, int64_t to)
{
	c->result->wrong = c->month->month;
	c->result->behind = c->behind;
	c->result->to = to;
}

/* A page of its rows.  False: it is over, or something is wrong. */
static bool
check_rows(struct db *db, struct checking *c, struct month_ask *ask)
{
	struct rows *rows = month_rows(db, ask);

	while (db_row(rows)) {
		links_add(&c->chain, rows);
		c->result->rows++;
		ask->after = db_int(rows, 0);
		if (c->chain.n % LINKS_EVERY != 0)
			continue;
		if (!mark_is_right(c, (size_t)(c->chain.n / LINKS_EVERY - 1))) {
			wrong(c, ask->after);
			return false;
		}
		c->behind = ask->after;
	}
	return db_rows(rows) > 0;
}

static void
check_month(struct db *db, struct checking *c, const char *before)
{
	json_t			*figures = json_loads(c->month->figures, 0,
				    NULL);
	const char		*marks = json_string_value(json_object_get(
				    figures, "marks"));
	struct month_ask	 ask = { c->month->month,
				    closing_after(c->month->month),
				    c->month->last_id };

	c->marks = marks == NULL ? "" : marks;
	c->behind = 0;
	links_begin(&c->chain, before);
	while (check_rows(db, c, &ask))
		continue;
	if (c->result->wrong == 0 && (c->chain.n != c->month->n ||
	    strcmp(c->chain.digest, c->month->digest) != 0))
		wrong(c, 0);
	links_end(&c->chain);
	json_decref(figures);
}

void
closed_check(struct db *db, struct closed_check *result)
{
	struct closed_month	*months;
	unsigned		 n = month_list(db, &months);
	struct checking		 c = { .result = result };

	*result = (struct closed_check){ .months = n };
	for (unsigned i = 0; i < n && result->wrong == 0; i++) {
		c.month = &months[i];
		check_month(db, &c, i == 0 ? NULL : months[i - 1].digest);
	}
}
