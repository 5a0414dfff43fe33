/*
 * What the pages need: a way to them that nobody else reads along, and
 * somebody who can sign in and set things; whom families can call, and
 * whether the district has the templates that one begins with.  A sample
 * district has buttons to sign in by, so nothing is asked of it there.
 */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "command/check.h"
#include "flow/bank.h"
#include "store/db.h"
#include "store/office.h"
#include "store/person.h"
#include "store/role.h"

#define NAMED_MOST	10	/* Schools, by name. */

/* Whether a URL leads to this machine only: what is said stays on it. */
static bool
is_here(const char *url)
{
	static const char *const hosts[] = { "http://127.0.0.1",
	    "http://localhost", "http://[::1]" };
	size_t length;

	for (size_t i = 0; i < COUNT(hosts); i++) {
		length = strlen(hosts[i]);
		if (strncmp(url, hosts[i], length) == 0 &&
		    (url[length] == ':' || url[length] == '\0'))
			return true;
	}
	return false;
}

void
check_pages(struct checking *c, struct db *db)
{
	const char	*url = c->ground.configured.settings.public_url;
	struct district	 d;
	int64_t		 people, administrators;

	if (!district_get(db, &d) || d.sample)
		return;
	if (*url != '\0' && strncmp(url, "https:", 6) != 0 && !is_here(url))
		check_doubt(c, "public_url %s is not https: whoever shares "
		    "the network can read what staff sign in with. Put a "
		    "proxy with TLS in front (packaging/nginx.conf) and write "
		    "https://.", url);
	role_sign_in(db, clock_now(), &people, &administrators);
	if (people == 0)
		printf("nobody can sign in to the pages yet: `homeline user "
		    "role --help` makes a district administrator, `homeline "
		    "user link` lets them in\n");
	else if (administrators == 0)
		check_doubt(c, "%" PRId64 " people can sign in to the pages, "
		    "and none of them is a district administrator. Make one: "
		    "homeline user role NAME --role district_admin.", people);
}

/* Their phone stands where families are told to call. */
void
check_offices(struct checking *c, struct db *db)
{
	bool		 shared = *office_own_phone(db, 0) != '\0';
	struct office	*list;
	unsigned	 n = office_list(db, &list), lacking = 0;
	const char	*names = "";

	for (unsigned i = 0; i < n; i++)
		if (*list[i].phone == '\0' && lacking++ < NAMED_MOST)
			names = arena_print(c->ground.arena, "%s%s%s", names,
			    *names == '\0' ? "" : ", ", list[i].name);
	if (lacking > NAMED_MOST)
		names = arena_print(c->ground.arena, "%s and %u more", names,
		    lacking - NAMED_MOST);
	if (lacking > 0 && shared)
		printf("no phone of their own: %s. Families are told to call "
		    "the district's.\n", names);
	else if (lacking > 0 || (n == 0 && !shared))
		printf("no phone to call: %s. Families who need an "
		    "interpreter, or have a private message, are told to call "
		    "the school, and no number. Say which: homeline office "
		    "set NUMBER [--school SCHOOL]\n", n == 0 ?
		    "the district" : names);
}

void
check_templates(const struct checking *c, struct db *db)
{
	struct bank_step	*list;
	unsigned		 n = c->bank == NULL ? 0 : bank_look(db,
				    c->bank, &list);

	if (n > 0)
		printf("%u of the templates that a district begins with are "
		    "missing here, or have newer words in this version: "
		    "`homeline templates` lists them.\n", n);
}
