/*
 * The office's list of those who are written to: all of them by name, those
 * whose number or mailbox has to be fixed, and those who asked us to stop.
 *
 *	GET /contacts?q=rosa or 0143, tab=fix|stopped|none, name=N, after=ID
 */

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/guardian.h"
#include "store/pupil.h"
#include "store/reach.h"
#include "web/api.h"
#include "web/page.h"
#include "web/pages.h"
#include "web/whom.h"

#define LISTED		25	/* People of one page. */
#define DIGITS_LEAST	3	/* Of a number that is looked for. */
#define TYPED_MOST	200

struct contacts_asked {
	const char		*typed, *part;	/* part: of an address. */
	struct guardian_page	 page;
};

static const struct tab {
	const char		*word, *key;
	enum guardian_tab	 tab;
} tabs[] = {
	{ "", "contacts.tab_all", GUARDIANS_ALL },
	{ "fix", "contacts.tab_fix", GUARDIANS_TO_FIX },
	{ "stopped", "contacts.tab_stopped", GUARDIANS_STOPPED },
	{ "none", "contacts.tab_none", GUARDIANS_BARE },
};

static bool
is_by_name(enum guardian_tab tab)
{
	return tab == GUARDIANS_ALL || tab == GUARDIANS_BARE;
}

/* A number is looked for by its digits, a mailbox as it is typed; what has
 * letters and no @ is a name. */
static const char *
part_of(struct visit *v, const char *typed)
{
	char	 *digits = arena_take(v->arena, strlen(typed) + 1);
	unsigned  n = 0;

	if (strchr(typed, '@') != NULL)
		return typed;
	for (const char *at = typed; *at != '\0'; at++)
		if (isdigit((unsigned char)*at))
			digits[n++] = *at;
		else if (strchr("+-.() ", *at) == NULL)
			return NULL;
	digits[n] = '\0';
	return n < DIGITS_LEAST ? NULL : digits;
}

static json_t *
students_json(struct visit *v, struct db *db, int64_t guardian)
{
	struct cared	*list;
	const char	*name;
	unsigned	 n = reach_students(db, guardian, v->viewer.now,
			    &list);
	json_t		*all = json_array();
	char		 text[ID_TEXT];

	for (unsigned i = 0; i < n; i++) {
		if (!pupil_seen(db, &v->viewer, list[i].student) ||
		    !student_name(db, list[i].student, &name))
			continue;
		id_text(list[i].student, text);
		json_array_append_new(all, json_pack("{s:s, s:o, s:b}",
		    "name", name, "pupil_url", page_url(v, "/students/%s",
		    text), "restricted", (int)list[i].restricted));
	}
	return all;
}

/* All contacts of somebody, or in a list of such the one that is meant. */
static json_t *
contacts_json(struct visit *v, struct db *db, int64_t person, int64_t only)
{
	struct contact	*list;
	unsigned	 n = contact_all(db, person, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		if (only == 0 || list[i].id == only)
			json_array_append_new(all, whom_contact(v, db,
			    &list[i], true));
	return all;
}

static json_t *
person_json(struct visit *v, struct db *db,
    const struct listed_guardian *g)
{
	json_t	*contacts = contacts_json(v, db, g->person, g->contact);
	char	 text[ID_TEXT];

	id_text(g->person, text);
	return json_pack("{s:s, s:o, s:o, s:o, s:b, s:o}", "name", g->name,
	    "language", page_language(g->language),
	    "students", students_json(v, db, g->person),
	    "contacts", contacts, "none",
	    (int)(json_array_size(contacts) == 0),
	    "person_url", page_url(v, "/contacts/people/%s", text));
}

static json_t *
tabs_json(struct visit *v, struct db *db, const struct contacts_asked *a)
{
	json_t	*all = json_array(), *one;
	int64_t	 n;

	for (size_t i = 0; i < COUNT(tabs); i++) {
		one = json_pack("{s:s, s:o, s:b}", "key", tabs[i].key,
		    "tab_url", *tabs[i].word == '\0' ?
		    page_url(v, "/contacts") :
		    page_url(v, "/contacts?tab=%s", tabs[i].word),
		    "current", (int)(a->page.tab == tabs[i].tab));
		if (*a->typed == '\0' && (tabs[i].tab == GUARDIANS_TO_FIX ||
		    tabs[i].tab == GUARDIANS_STOPPED)) {
			n = guardian_count(db, &v->viewer, tabs[i].tab);
			json_object_set_new(one, "n", json_integer(n));
			json_object_set_new(one, "counted", json_true());
		}
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *
older_url(struct visit *v, const struct contacts_asked *a,
    const struct listed_guardian *last)
{
	char text[ID_TEXT];

	id_text(is_by_name(a->page.tab) ? last->person : last->contact,
	    text);
	return page_url(v, "/contacts?q=%s&tab=%s&name=%s&after=%s",
	    a->typed, tabs[a->page.tab].word,
	    is_by_name(a->page.tab) ? last->folded : "", text);
}

static json_t *
list_contacts(struct visit *v, struct db *db)
{
	const struct contacts_asked	*a = v->wanted;
	struct listed_guardian		*list;
	unsigned			 n = a->part != NULL ?
					    guardian_at(db, &v->viewer,
					    a->part, &list) :
					    guardian_list(db, &a->page, &list);
	unsigned			 shown = n < LISTED ? n : LISTED;
	json_t				*all = json_array(), *view;

	for (unsigned i = 0; i < shown; i++)
		json_array_append_new(all, person_json(v, db, &list[i]));
	view = json_pack("{s:o, s:s, s:b, s:o, s:b, s:b, s:b, s:b}",
	    "people", all, "typed", a->typed, "none", (int)(n == 0),
	    "tabs", tabs_json(v, db, a), "searched",
	    (int)(*a->typed != '\0'),
	    "to_fix", (int)(a->page.tab == GUARDIANS_TO_FIX),
	    "stopped", (int)(a->page.tab == GUARDIANS_STOPPED),
	    "bare", (int)(a->page.tab == GUARDIANS_BARE));
	if (n > LISTED && a->part == NULL)
		json_object_set_new(view, "pager", json_pack("{s:o}",
		    "older_url", older_url(v, a, &list[LISTED - 1])));
	else if (n > LISTED)
		json_object_set_new(view, "more", json_true());
	return view;
}

void
page_contacts(struct visit *v)
{
	struct contacts_asked	*a = NEW(v->arena, struct contacts_asked);
	const char		*tab = whom_asked(v, "tab");
	int64_t			*after;

	a->typed = text_cut(v->arena, whom_asked(v, "q"), TYPED_MOST);
	a->part = part_of(v, a->typed);
	a->page = (struct guardian_page){ .viewer = v->viewer,
	    .typed = pupil_typed(v->arena, a->typed),
	    .after_name = whom_asked(v, "name"), .most = LISTED + 1 };
	for (size_t i = 0; i < COUNT(tabs) && *a->typed == '\0'; i++)
		if (strcmp(tabs[i].word, tab) == 0)
			a->page.tab = tabs[i].tab;
	if (whom_ids(v, &v->query, "after", &after, 1) == 1)
		a->page.after = after[0];
	v->wanted = a;
	api_read(v, list_contacts);
}
