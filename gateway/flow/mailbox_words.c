/*
 * The words of IMAP.  The mailbox is named in the URL of the settings, as
 * RFC 5092 has it; with its UIDVALIDITY in the URL the client refuses another
 * one that has come in between.
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/mime_read.h"
#include "flow/mailbox_words.h"
#include "flow/settings.h"

#define NUMBER_MOST	4294967295	/* RFC 3501: 32 bits. */

static void
log_in(const struct account_settings *use, struct request *request)
{
	request->user = use->imap_user;
	request->password = use->imap_password;
	request->authorities = *use->imap_authorities == '\0' ? NULL :
	    use->imap_authorities;
}

/* Up to the slash behind the server, or all of it. */
static size_t
server_length(const char *imap)
{
	const char *host = strstr(imap, "://");

	host = host == NULL ? imap : host + 3;
	return (size_t)(host - imap) + strcspn(host, "/");
}

/* "INBOX" of imaps://server/INBOX, as it is written in a URL. */
static const char *
folder_in(const char *imap, struct arena *arena)
{
	const char	*folder = imap + server_length(imap);
	size_t		 length;

	folder += *folder == '/';
	length = strlen(folder);
	while (length > 0 && folder[length - 1] == '/')
		length--;
	return length == 0 ? "INBOX" : arena_copy(arena, folder, length);
}

static int
digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : toupper(c) - 'A' + 10;
}

/* The next byte of a part of a URL. */
static char
decoded(const char **text)
{
	const char *t = *text;

	*text += 1;
	if (*t != '%' || !isxdigit((unsigned char)t[1]) ||
	    !isxdigit((unsigned char)t[2]))
		return *t;
	*text += 2;
	return (char)(digit(t[1]) * 16 + digit(t[2]));
}

/* As an IMAP string; what cannot stand in one is left out. */
static const char *
quoted(struct arena *arena, const char *folder)
{
	char	*text = arena_take(arena, 2 * strlen(folder) + 3), *end = text;
	char	 c;

	*end++ = '"';
	while (*folder != '\0') {
		c = decoded(&folder);
		if (c == '"' || c == '\\')
			*end++ = '\\';
		if ((unsigned char)c >= ' ')
			*end++ = c;
	}
	*end++ = '"';
	*end = '\0';
	return text;
}

static const char *
url(const struct account_settings *use, int64_t validity, struct arena *arena)
{
	return arena_print(arena, "%.*s/%s;UIDVALIDITY=%lld",
	    (int)server_length(use->imap), use->imap,
	    folder_in(use->imap, arena), (long long)validity);
}

void
mailbox_ask_status(const struct account_settings *use,
    struct request *request, struct arena *arena)
{
	*request = (struct request){
	    .method = arena_print(arena, "STATUS %s (UIDVALIDITY UIDNEXT)",
		quoted(arena, folder_in(use->imap, arena))),
	    .url = arena_print(arena, "%.*s/",
		(int)server_length(use->imap), use->imap) };
	log_in(use, request);
}

static void
command(const struct account_settings *use, int64_t validity,
    const char *words, struct request *request, struct arena *arena)
{
	*request = (struct request){ .method = words,
	    .url = url(use, validity, arena) };
	log_in(use, request);
}

void
mailbox_ask_uids(const struct account_settings *use, int64_t validity,
    int64_t from, struct request *request, struct arena *arena)
{
	command(use, validity, arena_print(arena, "UID SEARCH UID %lld:*",
	    (long long)from), request, arena);
}

void
mailbox_ask_mail(const struct account_settings *use, int64_t validity,
    int64_t uid, struct request *request, struct arena *arena)
{
	*request = (struct request){ .url = arena_print(arena,
	    "%s/;UID=%lld/;PARTIAL=0.%d", url(use, validity, arena),
	    (long long)uid, MIME_MOST + 1) };
	log_in(use, request);
}

void
mailbox_ask_mark(const struct account_settings *use, int64_t validity,
    int64_t uid, struct request *request, struct arena *arena)
{
	command(use, validity, arena_print(arena,
	    "UID STORE %lld +FLAGS.SILENT (\\Deleted)", (long long)uid),
	    request, arena);
}

void
mailbox_ask_expunge(const struct account_settings *use, int64_t validity,
    int64_t uid, struct request *request, struct arena *arena)
{
	command(use, validity, arena_print(arena, "UID EXPUNGE %lld",
	    (long long)uid), request, arena);
}

/* The number at *text, and behind it; 0: there is none. */
static int64_t
number(const char **text)
{
	int64_t n = 0;

	for (; isdigit((unsigned char)**text); (*text)++)
		if ((n = n * 10 + (**text - '0')) > NUMBER_MOST)
			return 0;
	return n;
}

static int64_t
value(const char *said, const char *name)
{
	const char *at = strcasestr(said, name);

	if (at == NULL)
		return 0;
	at += strlen(name);
	at += strspn(at, " ");
	return number(&at);
}

bool
mailbox_read_status(const char *said, int64_t *validity, int64_t *next)
{
	/* Behind the mailbox, whose name might be anything. */
	const char *list = strrchr(said, '(');

	if (list == NULL)
		return false;
	*validity = value(list, "UIDVALIDITY");
	*next = value(list, "UIDNEXT");
	return *validity > 0 && *next > 0;
}

/* Into its place; the largest goes when there is no room. */
static unsigned
insert(int64_t uids[MAILBOX_UIDS], unsigned count, int64_t uid)
{
	unsigned at = count;

	while (at > 0 && uids[at - 1] > uid)
		at--;
	if ((at > 0 && uids[at - 1] == uid) || at == MAILBOX_UIDS)
		return count;
	if (count == MAILBOX_UIDS)
		count--;
	memmove(uids + at + 1, uids + at, (count - at) * sizeof *uids);
	uids[at] = uid;
	return count + 1;
}

unsigned
mailbox_read_uids(const char *said, int64_t from,
    int64_t uids[MAILBOX_UIDS])
{
	static const char	 search[] = "* SEARCH";
	unsigned		 count = 0;
	int64_t			 uid;

	while ((said = strcasestr(said, search)) != NULL) {
		said += sizeof search - 1;
		while (*said == ' ' && isdigit((unsigned char)said[1])) {
			said++;
			uid = number(&said);
			if (uid >= from && uid > 0)
				count = insert(uids, count, uid);
		}
	}
	return count;
}
