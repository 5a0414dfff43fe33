/*
 * Threads.  A mail that came without a Message-ID is known by a digest, which
 * has no @ and is nothing that a mail program could find.
 */

#include <string.h>

#include "model.h"
#include "store/db.h"
#include "store/thread.h"

/* What the family wrote last, and to which message. */
static int64_t
theirs(struct db *db, const struct attempt *a, int64_t conversation,
    struct thread *thread)
{
	struct rows *rows = db_query(db, "SELECT reference, subject, answers "
	    "FROM reply WHERE conversation = $1 AND contact = $2 AND id < $3 "
	    "AND what = 'message' ORDER BY id DESC LIMIT 1",
	    INT(conversation), INT(a->contact), INT(a->message));

	if (!db_row(rows))
		return 0;
	if (strchr(db_text(rows, 0), '@') != NULL)
		thread->reference = db_text(rows, 0);
	thread->subject = db_text(rows, 1);
	return db_int(rows, 2);
}

void
thread_find(struct db *db, const struct attempt *a, int64_t conversation,
    struct thread *thread)
{
	int64_t		 message = 0;
	struct rows	*rows;

	*thread = (struct thread){ .attempt = 0 };
	if (conversation != 0)
		message = theirs(db, a, conversation, thread);
	rows = message != 0 ? db_query(db, "SELECT id, sender FROM attempt "
	    "WHERE contact = $1 AND message = $2 AND id < $3 "
	    "ORDER BY id DESC LIMIT 1", INT(a->contact), INT(message),
	    INT(a->id)) :
	    db_query(db, "SELECT o.id, o.sender FROM attempt o "
	    "JOIN message m ON m.id = o.message "
	    "JOIN message n ON n.id = $2 AND n.school = m.school "
	    "WHERE o.contact = $1 AND o.id < $3 AND o.message <> $2 "
	    "ORDER BY o.id DESC LIMIT 1", INT(a->contact), INT(a->message),
	    INT(a->id));
	if (!db_row(rows))
		return;
	thread->attempt = db_int(rows, 0);
	thread->sender = db_text(rows, 1);
}
