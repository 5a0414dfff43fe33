/*
 * Twilio's error codes and statuses in our words.  The classes are those of
 * model.h; what follows from a class is decided elsewhere.  The reasons are
 * ours and never Twilio's own message, because that may quote the number.
 *
 * The codes up to 29999 answer a request, the others come with a receipt;
 * but nothing here depends on it.
 */

#include <string.h>

#include "providers/twilio.h"

#define IDENTIFIER	64	/* Bytes of a sid or an address. */

const struct twilio_error twilio_errors[] = {
	{ 20003, ERROR_ACCOUNT_STOP,
	    "Twilio does not accept our credentials. Check account_sid "
	    "and the auth token." },
	{ 20005, ERROR_ACCOUNT_STOP,
	    "The Twilio account is not active." },
	{ 20429, ERROR_THROTTLE,
	    "Twilio asks us to be slower." },
	{ 20500, ERROR_TRANSIENT,
	    "Twilio had an error inside; the text may have been sent." },
	{ 20503, ERROR_TRANSIENT,
	    "Twilio is not available for the moment." },
	{ 21211, ERROR_RCPT_PERM,
	    "This is not a valid phone number." },
	{ 21214, ERROR_RCPT_PERM,
	    "This number cannot be reached." },
	{ 21217, ERROR_RCPT_PERM,
	    "This does not seem to be a valid phone number." },
	{ 21266, ERROR_RCPT_PERM,
	    "This is our own number." },
	{ 21408, ERROR_RCPT_PERM,
	    "The Twilio account may not write to this country; an "
	    "administrator can allow it there." },
	{ 21602, ERROR_CONTENT_PERM,
	    "The text is empty." },
	{ 21603, ERROR_REQUEST_BUG,
	    "No number to send from is set for this account." },
	{ 21604, ERROR_REQUEST_BUG,
	    "There is no number to send to." },
	{ 21606, ERROR_SENDER_STOP,
	    "Our number cannot send texts to this destination." },
	{ 21608, ERROR_ACCOUNT_STOP,
	    "The Twilio account is on trial and may only write to numbers "
	    "verified there." },
	{ 21609, ERROR_REQUEST_BUG,
	    "Twilio does not accept our address for receipts. Check "
	    "public_url." },
	{ 21610, ERROR_RCPT_OPTOUT,
	    "This number told our number to stop, and Twilio holds back "
	    "what we send." },
	{ 21611, ERROR_THROTTLE,
	    "Too many texts wait at Twilio for our number." },
	{ 21612, ERROR_RCPT_PERM,
	    "Our number cannot reach this number." },
	{ 21614, ERROR_RCPT_LANDLINE,
	    "This is not a mobile number." },
	{ 21617, ERROR_CONTENT_PERM,
	    "It is too long for a text." },
	{ 21620, ERROR_CONTENT_PERM,
	    "The link to a picture is not valid." },
	{ 21621, ERROR_SENDER_STOP,
	    "Our number cannot send pictures." },
	{ 21623, ERROR_CONTENT_PERM,
	    "There are too many pictures." },
	{ 21659, ERROR_SENDER_STOP,
	    "The number we send from is not one of Twilio's, or not for "
	    "this country." },
	{ 21660, ERROR_SENDER_STOP,
	    "The number we send from belongs to another Twilio account." },
	{ 21701, ERROR_SENDER_STOP,
	    "The Twilio Messaging Service does not exist." },
	{ 21702, ERROR_SENDER_STOP,
	    "The Twilio Messaging Service is not available." },
	{ 21703, ERROR_SENDER_STOP,
	    "The Twilio Messaging Service has no number free." },
	{ 21704, ERROR_SENDER_STOP,
	    "The Twilio Messaging Service has no numbers." },
	{ 21705, ERROR_SENDER_STOP,
	    "The Twilio Messaging Service is not valid." },
	{ 21712, ERROR_SENDER_STOP,
	    "Our number is in another Twilio Messaging Service." },
	{ 21730, ERROR_TRANSIENT,
	    "Twilio is under maintenance." },
	{ 30001, ERROR_THROTTLE,
	    "Too many texts waited at Twilio for our number." },
	{ 30002, ERROR_ACCOUNT_STOP,
	    "The Twilio account is suspended." },
	{ 30003, ERROR_RCPT_TEMP,
	    "The phone could not be reached; it may be off or out of "
	    "range." },
	{ 30004, ERROR_RCPT_PERM,
	    "The phone or its carrier blocks our texts." },
	{ 30005, ERROR_RCPT_PERM,
	    "This number is not in use." },
	{ 30006, ERROR_RCPT_LANDLINE,
	    "This is a landline, or its carrier cannot be reached." },
	{ 30007, ERROR_CONTENT_PERM,
	    "A carrier took the text for spam." },
	{ 30008, ERROR_UNKNOWN,
	    "The text may not have arrived; the carrier gives no reason." },
	{ 30010, ERROR_CONTENT_PERM,
	    "The text costs more than is allowed." },
	{ 30011, ERROR_RCPT_PERM,
	    "Pictures cannot be sent to this number's region." },
	{ 30017, ERROR_TRANSIENT,
	    "The carrier's network was congested." },
	{ 30018, ERROR_SENDER_STOP,
	    "The carrier wants our sender to be registered." },
	{ 30019, ERROR_CONTENT_PERM,
	    "The text is too large for the carrier." },
	{ 30020, ERROR_TRANSIENT,
	    "Twilio could not schedule the text." },
	{ 30021, ERROR_TRANSIENT,
	    "The Twilio Messaging Service failed inside." },
	{ 30022, ERROR_THROTTLE,
	    "We sent faster than our campaign is allowed to." },
	{ 30023, ERROR_THROTTLE,
	    "Our campaign has sent all it may in one day." },
	{ 30024, ERROR_SENDER_STOP,
	    "Our number is not set up with the carrier." },
	{ 30027, ERROR_THROTTLE,
	    "We have sent all that T-Mobile allows in one day." },
	{ 30032, ERROR_SENDER_STOP,
	    "Our toll-free number is not verified." },
	{ 30034, ERROR_SENDER_STOP,
	    "Our number has no approved campaign (10DLC registration)." },
	{ 30036, ERROR_TRANSIENT,
	    "The text could not be sent while it was useful." },
	{ 30037, ERROR_ACCOUNT_STOP,
	    "The Twilio account may not send texts." },
	{ 30038, ERROR_CONTENT_PERM,
	    "The text was held back because it looks like a one-time "
	    "password." },
	{ 30040, ERROR_SENDER_STOP,
	    "Our sender is not registered for this destination." },
	{ 30041, ERROR_SENDER_STOP,
	    "Our sender is not registered in the United Kingdom." },
	{ 30410, ERROR_TRANSIENT,
	    "The carrier did not answer in time." },
	{ 30450, ERROR_THROTTLE,
	    "Too many texts in a short time were blocked." },
	{ 30454, ERROR_THROTTLE,
	    "A limit on traffic blocked the text." },
	{ 30500, ERROR_TRANSIENT,
	    "Twilio had an error inside." },
	{ 63016, ERROR_RCPT_PERM,
	    "Too long ago since this person wrote to us on this channel." },
	{ 63018, ERROR_THROTTLE,
	    "The channel asks us to be slower." },
	{ 63024, ERROR_RCPT_PERM,
	    "The channel does not know this number." },
	{ 63032, ERROR_RCPT_PERM,
	    "The channel does not let us write to this person." },
	{ .code = 0 },
};

static const struct {
	const char		*status;
	enum attempt_state	 state;
} statuses[] = {
	{ "accepted", ATTEMPT_SENT },
	{ "scheduled", ATTEMPT_SENT },
	{ "queued", ATTEMPT_SENT },
	{ "sending", ATTEMPT_SENT },
	{ "sent", ATTEMPT_SENT },
	{ "partially_delivered", ATTEMPT_SENT },
	{ "delivered", ATTEMPT_DELIVERED },
	{ "read", ATTEMPT_DELIVERED },
	{ "undelivered", ATTEMPT_FAILED },
	{ "failed", ATTEMPT_FAILED },
	{ "canceled", ATTEMPT_FAILED },
};

/* Two that stand for a failure without a code we know.  What somebody
 * cancelled on purpose, which only Twilio's console can, is not sent again. */
static const struct twilio_error cancelled = { 0, ERROR_CONTENT_PERM,
    "Somebody cancelled the text at Twilio." };
static const struct twilio_error unexplained = { 0, ERROR_UNKNOWN,
    "The text did not arrive, for a reason we do not know." };

const struct twilio_error *
twilio_error(int64_t code)
{
	const struct twilio_error *error;

	for (error = twilio_errors; error->code != 0; error++)
		if (error->code == code)
			return error;
	return NULL;
}

static const struct twilio_error *
cause_of(const char *status, int64_t code)
{
	const struct twilio_error *error = twilio_error(code);

	if (strcmp(status, "canceled") == 0)
		return &cancelled;
	return error == NULL ? &unexplained : error;
}

bool
twilio_status(const char *status, int64_t code, struct news *news)
{
	size_t i;

	for (i = 0; status != NULL && i < COUNT(statuses); i++) {
		if (strcmp(statuses[i].status, status) != 0)
			continue;
		news->state = statuses[i].state;
		if (news->state == ATTEMPT_FAILED) {
			news->class = cause_of(status, code)->class;
			news->reason = cause_of(status, code)->reason;
		}
		return true;
	}
	return false;
}

bool
twilio_is_sid(const char *text)
{
	size_t i;

	if (text == NULL)
		return false;
	for (i = 0; text[i] != '\0'; i++)
		if (i >= IDENTIFIER ||
		    !((text[i] >= '0' && text[i] <= '9') ||
		    (text[i] >= 'A' && text[i] <= 'Z') ||
		    (text[i] >= 'a' && text[i] <= 'z')))
			return false;
	return i > 0;
}

bool
twilio_is_address(const char *text)
{
	size_t i;

	if (text == NULL)
		return false;
	for (i = 0; text[i] != '\0'; i++)
		if (i >= IDENTIFIER || text[i] < ' ' || text[i] > '~')
			return false;
	return i > 0;
}
