/*
 * The results of a message as a file, a row for each person the viewer may
 * see.
 */

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/message.h"
#include "store/result.h"
#include "store/seat.h"
#include "store/word.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_message.h"
#include "web/pages.h"
#include "web/told.h"
#include "web/when.h"
#include "web/whom.h"

#define BYTES_MOST	(16u << 20)

/* A spreadsheet takes no cell of ours for a formula. */
static void
cell(struct buf *b, const char *text, char end)
{
	buf_char(b, '"');
	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		buf_char(b, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_char(b, '"');
		buf_char(b, *text);
	}
	buf_char(b, '"');
	buf_char(b, end);
}

static void
line(struct visit *v, struct buf *b, const struct result *r, bool office)
{
	struct plain	 plain = message_plain(v, r);
	struct contact	 contact = { .channel = r->channel,
			    .address = r->told.address };
	int64_t		 ended = r->tried ? r->last.ended : 0;

	cell(b, r->told.person == NULL ? "" : r->told.person, ',');
	cell(b, r->told.address == NULL ? "" : r->channel == CHANNEL_SMS ?
	    "text" : "mail", ',');
	cell(b, r->told.address == NULL ? "" : whom_address(v->arena,
	    &contact, office), ',');
	cell(b, r->told.delivery.language, ',');
	cell(b, fate_word(r->fate), ',');
	cell(b, r->told.delivery.covered_by != 0 ? "yes" : "no", ',');
	cell(b, plain.sentence, ',');
	cell(b, plain.next, ',');
	cell(b, ended == 0 ? "" : when_text(v->arena, ended), '\n');
}

static json_t *
look(struct visit *v, struct db *db)
{
	struct message	 m;
	struct result	*list;
	struct buf	 b;
	unsigned	 n;
	bool		 office, over;

	if (!message_seen(v, db, &m))
		return api_no(v, 404, "There is no such message. Look under "
		    "Sent.");
	office = seat_at_office(db, v->viewer.person, m.school,
	    v->viewer.now);
	n = result_list(db, &(struct result_page){ .viewer = &v->viewer,
	    .message = &m, .most = FILE_PEOPLE }, &list);
	buf_init(&b, BYTES_MOST);
	buf_text(&b, "name,by,address,language,result,shared,what,"
	    "what_to_do,time\n");
	for (unsigned i = 0; i < n; i++)
		line(v, &b, &list[i], office);
	v->file = (struct visit_file){ .bytes = buf_keep(&b, v->arena),
	    .length = b.length, .type = "text/csv; charset=utf-8",
	    .disposition = "attachment; filename=\"results.csv\"" };
	over = b.over;
	buf_free(&b);
	return over ? api_no(v, 413, "This is too long for one file.") :
	    json_object();
}

void
page_message_csv(struct visit *v)
{
	if (api_id(v))
		api_read(v, look);
}
