/*
 * Mails in a ring of pointers, mailboxes in a list that only grows; both are
 * found by tables of hashes of 64 bits.
 *
 * Of a mail's head only the Message-ID is looked for when it comes, by hand:
 * at thousands of mails a second whoever reads all of them reads too much.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "carrier/mails.h"

#define FIRST_ROOM	256
#define ADDRESS_MOST	254
#define ID_MOST		500

static const char *const words[] = {
	"taken", "bounced", "waiting", "handed", "refused", "nowhere",
};

static void *
take(size_t size)
{
	void *memory = calloc(1, size);

	if (memory == NULL)
		abort();
	return memory;
}

/* FNV-1a, of small letters. */
static uint64_t
hash(uint64_t key, const char *text, size_t length)
{
	size_t	 i;
	unsigned char c;

	for (i = 0; i < length; i++) {
		c = (unsigned char)text[i];
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c + 'a' - 'A');
		key = (key ^ c) * 0x100000001b3ULL;
	}
	return key;
}

static uint64_t
key_of(const char *address)
{
	return hash(0xcbf29ce484222325ULL, address, strlen(address));
}

bool
mails_good_address(const char *text, bool utf8)
{
	const char		*at = strrchr(text, '@');
	const unsigned char	*c;

	if (at == NULL || at == text || at[1] == '\0' ||
	    strlen(text) > ADDRESS_MOST)
		return false;
	for (c = (const unsigned char *)text; *c != '\0'; c++)
		if (*c <= ' ' || *c == 0x7f || *c == '<' || *c == '>' ||
		    (*c >= 0x80 && !utf8))
			return false;
	return text_valid(text, strlen(text));
}

uint32_t
mails_find_box(const struct mails *m, const char *address)
{
	const struct slot *slot = table_find(&m->by_address, key_of(address));

	if (slot == NULL ||
	    strcasecmp(m->boxes[slot->a].address, address) != 0)
		return 0;
	return slot->a;
}

static void
make_room(struct mails *m)
{
	uint32_t room = m->box_room == 0 ? FIRST_ROOM : m->box_room * 2;

	m->boxes = realloc(m->boxes, room * sizeof *m->boxes);
	if (m->boxes == NULL)
		abort();
	m->box_room = room;
}

uint32_t
mails_need_box(struct mails *m, const char *address)
{
	uint32_t at = mails_find_box(m, address);

	if (at != 0 || m->box_count == MAILBOX_MOST ||
	    !mails_good_address(address, true))
		return at;
	at = ++m->box_count;
	if (at >= m->box_room)
		make_room(m);
	m->boxes[at] = (struct mailbox){ .address = strdup(address) };
	if (m->boxes[at].address == NULL)
		abort();
	table_need(&m->by_address, key_of(address))->a = at;
	return at;
}

/* It has the last mail now. */
static void
touch(struct mails *m, uint32_t at)
{
	struct mailbox *box = &m->boxes[at];

	if (m->latest == at)
		return;
	if (box->newer == 0)
		m->active++;
	else
		m->boxes[box->newer].older = box->older;
	if (box->older != 0)
		m->boxes[box->older].newer = box->newer;
	box->newer = 0;
	box->older = m->latest;
	if (m->latest != 0)
		m->boxes[m->latest].newer = at;
	m->latest = at;
}

/* The end of the line that begins there, folded lines with it. */
static const char *
end_of_line(const char *at, const char *end)
{
	do {
		at = memchr(at, '\n', (size_t)(end - at));
		if (at == NULL)
			return end;
		at++;
	} while (at < end && (*at == ' ' || *at == '\t'));
	return at;
}

/* What stands between < and > behind Message-ID; its length, or 0. */
static size_t
find_id(const char *raw, size_t length, const char **id)
{
	static const char	 name[] = "message-id:";
	const char		*end = raw + length, *next, *from, *to;

	for (; raw < end && *raw != '\r' && *raw != '\n'; raw = next) {
		next = end_of_line(raw, end);
		if ((size_t)(next - raw) < sizeof name ||
		    strncasecmp(raw, name, sizeof name - 1) != 0)
			continue;
		from = memchr(raw, '<', (size_t)(next - raw));
		to = from == NULL ? NULL :
		    memchr(from, '>', (size_t)(next - from));
		if (to == NULL || to - from > ID_MOST ||
		    !text_valid(from, (size_t)(to - from)))
			return 0;
		*id = from + 1;
		return (size_t)(to - from - 1);
	}
	return 0;
}

static char *
put(char **at, const char *bytes, size_t length)
{
	char *copy = *at;

	memcpy(copy, bytes, length);
	copy[length] = '\0';
	*at += length + 1;
	return copy;
}

/* One piece of memory with all of its text. */
static struct mail *
copy_mail(const struct mail *like)
{
	const char	*id = "";
	size_t		 id_length = find_id(like->raw, like->length, &id);
	size_t		 from = strlen(like->from), to = strlen(like->to);
	struct mail	*mail;
	char		*at;

	mail = take(sizeof *mail + like->length + id_length + from + to + 4);
	at = (char *)(mail + 1);
	*mail = *like;
	mail->raw = put(&at, like->raw, like->length);
	mail->from = put(&at, like->from, from);
	mail->to = put(&at, like->to, to);
	mail->id = put(&at, id, id_length);
	mail->said = NULL;
	return mail;
}

static void
drop_oldest(struct mails *m)
{
	struct mail **seat = &m->list[m->oldest++ % MAILS_MOST];

	m->bytes -= (*seat)->length;
	free((*seat)->said);
	free(*seat);
	*seat = NULL;
}

static void
count(struct mails *m, struct mail *mail)
{
	struct mailbox	*box = &m->boxes[mail->mailbox];
	struct slot	*slot;

	if (mail->way != MAIL_OUT) {
		m->written++;
		box->wrote++;
		return;
	}
	m->received++;
	box->received++;
	mail->copy = 1;
	if (mail->id[0] == '\0')
		return;
	slot = table_need(&m->times, hash(key_of(box->address), mail->id,
	    strlen(mail->id)));
	mail->copy = ++slot->a;
	if (mail->copy > 1)
		m->twice++;
}

struct mail *
mails_add(struct mails *m, const struct mail *like)
{
	struct mail *mail = copy_mail(like);

	if (m->list == NULL) {
		m->list = take(MAILS_MOST * sizeof(struct mail *));
		m->oldest = m->newest + 1;
	}
	mail->n = ++m->newest;
	while (m->oldest < mail->n && (mail->n - m->oldest >= MAILS_MOST ||
	    m->bytes + mail->length > MAILS_BYTES))
		drop_oldest(m);
	m->list[mail->n % MAILS_MOST] = mail;
	m->bytes += mail->length;
	mail->before = m->boxes[mail->mailbox].newest;
	m->boxes[mail->mailbox].newest = mail->n;
	touch(m, mail->mailbox);
	count(m, mail);
	return mail;
}

struct mail *
mails_get(const struct mails *m, uint32_t n)
{
	if (m->list == NULL || n < m->oldest || n > m->newest)
		return NULL;
	return m->list[n % MAILS_MOST];
}

void
mails_say(struct mail *mail, const char *said)
{
	free(mail->said);
	mail->said = said == NULL ? NULL : strdup(said);
}

const char *
mails_word(enum mail_status status)
{
	return words[status];
}

void
mails_clear(struct mails *m)
{
	uint32_t newest = m->newest, i;

	while (m->list != NULL && m->oldest <= m->newest)
		drop_oldest(m);
	for (i = 1; i <= m->box_count; i++)
		free(m->boxes[i].address);
	free(m->list);
	free(m->boxes);
	table_clear(&m->by_address);
	table_clear(&m->times);
	*m = (struct mails){ .newest = newest };
}
