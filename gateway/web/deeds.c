/*
 * The deeds of the audit.
 */

#include <stddef.h>
#include <string.h>

#include "web/deeds.h"

const struct deed_row deeds[] = {
	{ "backup", THING_NONE, true },
	{ "contact.add", THING_CONTACT, false },
	{ "contact.held_no", THING_CONTACT, false },
	{ "contact.held_stop", THING_CONTACT, false },
	{ "contact.landline", THING_CONTACT, false },
	{ "contact.language", THING_CONTACT, false },
	{ "contact.ok", THING_CONTACT, false },
	{ "contact.remove", THING_CONTACT, false },
	{ "contact.start", THING_CONTACT, false },
	{ "contact.stop", THING_CONTACT, false },
	{ "contact.wrong", THING_CONTACT, false },
	{ "conversation.close", THING_TALK, false },
	{ "conversation.hand_over", THING_TALK, false },
	{ "conversation.not_ours", THING_TALK, false },
	{ "district.live", THING_NONE, false },
	{ "district.name", THING_NONE, false },
	{ "hours.reset", THING_SCHOOL, false },
	{ "hours.set", THING_SCHOOL, false },
	{ "key.add", THING_NONE, false },
	{ "key.revoke", THING_NONE, false },
	{ "login.link", THING_PERSON, false },
	{ "login.name", THING_PERSON, false },
	{ "login.password", THING_PERSON, false },
	{ "login.sign_out", THING_PERSON, false },
	{ "message.cancel", THING_MESSAGE, false },
	{ "message.write", THING_MESSAGE, false },
	{ "number.add", THING_SCHOOL, false },
	{ "office.phone", THING_SCHOOL, false },
	{ "person.prefers", THING_PERSON, false },
	{ "practice.add", THING_NONE, false },
	{ "practice.remove", THING_NONE, false },
	{ "reply.move", THING_NONE, false },
	{ "report.rows", THING_NONE, false },
	{ "report.target", THING_NONE, false },
	{ "role.end", THING_PERSON, false },
	{ "role.give", THING_PERSON, false },
	{ "roster.import", THING_NONE, false },
	{ "roster.undo", THING_NONE, false },
	{ "seat.leave", THING_SEAT, false },
	{ "seat.sit", THING_SEAT, false },
	{ "session.begin", THING_PERSON, false },
	{ "session.end", THING_PERSON, false },
	{ "speaker.add", THING_PERSON, false },
	{ "speaker.end", THING_PERSON, false },
	{ "staff.told", THING_PERSON, true },
	{ "talk.view", THING_TALK, false },
	{ "template.add", THING_NONE, false },
	{ "template.approve", THING_NONE, false },
	{ "template.ask", THING_NONE, false },
	{ "template.back", THING_NONE, false },
	{ "template.end", THING_NONE, false },
	{ "template.renew", THING_NONE, false },
	{ "template.words", THING_NONE, false },
	{ "template.write", THING_NONE, false },
	{ "term.add", THING_NONE, false },
	{ "term.end", THING_NONE, false },
	{ "translation.better", THING_MESSAGE, false },
	{ "translation.say", THING_NONE, false },
	{ "trial.send", THING_NONE, false },
	{ "user.add", THING_PERSON, false },
	{ "user.away", THING_PERSON, false },
	{ "user.back", THING_PERSON, false },
	{ "user.left", THING_PERSON, false },
	{ "words.private", THING_NONE, false },
	{ NULL, THING_NONE, false },
};

const struct deed_row *
deed_row(const char *deed)
{
	for (const struct deed_row *row = deeds; row->deed != NULL; row++)
		if (strcmp(row->deed, deed) == 0)
			return row;
	return NULL;
}
