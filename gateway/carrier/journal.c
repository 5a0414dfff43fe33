/*
 * The journal.  A line is {"text":n,...}, {"move":n,...}, {"stop":true,...},
 * {"hook":url,...}, {"reset":true} or, first of all, {"run":"16 digits"};
 * those of mails are written and read in journal_mail.c.
 *
 * A last line without its end was cut by a kill; it is cut off, for nobody
 * was told of it for certain.  Texts are read twice: first all that became
 * of them, then the lives of those that are not over.
 */

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "carrier/inside.h"
#include "carrier/journal.h"
#include "carrier/journal_inside.h"
#include "carrier/say.h"

#define LINE	(16 * 1024 * 1024)	/* A mail in base64. */
#define ROOM	(1024 * 1024)

/*
 * Writing.
 */

bool
journal_begin(struct carrier *c, const char *what)
{
	if (c->journal == NULL)
		return false;
	buf_clear(&c->journal->line);
	buf_print(&c->journal->line, "{\"%s\":", what);
	return true;
}

void
journal_finish(struct carrier *c)
{
	struct journal *j = c->journal;

	buf_text(&j->line, "}\n");
	(void)fwrite(j->line.data, 1, j->line.length, j->file);
	j->dirty = true;
	life_wake(c);
}

static void
say_ends(struct carrier *c, uint32_t from, uint32_t to)
{
	struct buf *b = &c->journal->line;

	buf_text(b, ",\"from\":");
	say_number(b, c, from);
	buf_text(b, ",\"to\":");
	say_number(b, c, to);
}

static void
say_life(struct buf *b, const struct life *life)
{
	buf_print(b, ",\"delay\":%lld,\"dies\":%lld,\"fate\":%u,"
	    "\"receipts\":%d", (long long)life->delay,
	    (long long)life->dies, life->error, life->receipts);
	if (life->url != NULL) {
		buf_text(b, ",\"url\":");
		say_text(b, life->url);
	}
}

void
journal_text(struct carrier *c, const struct text *text,
    const struct life *life)
{
	struct buf	*b;
	unsigned	 i;

	if (!journal_begin(c, "text"))
		return;
	b = &c->journal->line;
	buf_print(b, "%u,\"way\":%u,\"at\":%lld,\"status\":%u,\"parts\":%u",
	    text->n, text->way, (long long)text->created, text->status,
	    text->parts);
	say_ends(c, text->from, text->to);
	buf_text(b, ",\"body\":");
	say_text(b, text->body);
	buf_text(b, ",\"media\":[");
	for (i = 0; i < text->media; i++) {
		buf_text(b, i > 0 ? "," : "");
		say_text(b, record_media(text, i));
	}
	buf_char(b, ']');
	if (life != NULL)
		say_life(b, life);
	journal_finish(c);
}

void
journal_move(struct carrier *c, const struct text *text)
{
	if (!journal_begin(c, "move"))
		return;
	buf_print(&c->journal->line, "%u,\"status\":%u,\"at\":%lld,"
	    "\"error\":%u", text->n, text->status, (long long)text->updated,
	    text->error);
	journal_finish(c);
}

void
journal_stop(struct carrier *c, uint32_t phone, uint32_t line, bool stopped)
{
	if (!journal_begin(c, "stop"))
		return;
	buf_text(&c->journal->line, stopped ? "true" : "false");
	say_ends(c, phone, line);
	journal_finish(c);
}

void
journal_hook(struct carrier *c, uint64_t line, const char *url)
{
	if (!journal_begin(c, "hook"))
		return;
	say_text(&c->journal->line, url == NULL ? "" : url);
	buf_print(&c->journal->line, ",\"line\":%lld", (long long)line);
	journal_finish(c);
}

void
journal_reset(struct carrier *c)
{
	if (!journal_begin(c, "reset"))
		return;
	buf_text(&c->journal->line, "true");
	journal_finish(c);
}

void
journal_flush(struct carrier *c)
{
	if (c->journal == NULL || !c->journal->dirty)
		return;
	(void)fflush(c->journal->file);
	c->journal->dirty = false;
}

/*
 * Reading.
 */

static int64_t
whole(const json_t *line, const char *name)
{
	return (int64_t)json_integer_value(json_object_get(line, name));
}

static const char *
words(const json_t *line, const char *name)
{
	return json_string_value(json_object_get(line, name));
}

static uint32_t
number(struct carrier *c, const json_t *line, const char *name)
{
	return number_need(&c->record.numbers,
	    number_read(words(line, name)));
}

static uint8_t
read_media(const json_t *line, const char *media[RECORD_MEDIA])
{
	const json_t	*list = json_object_get(line, "media");
	size_t		 i, count = json_array_size(list);

	for (i = 0; i < count && i < RECORD_MEDIA; i++) {
		media[i] = json_string_value(json_array_get(list, i));
		if (media[i] == NULL)
			break;
	}
	return (uint8_t)i;
}

static bool
read_text(struct carrier *c, const json_t *line)
{
	const char	*media[RECORD_MEDIA], *body = words(line, "body");
	struct text	 like = {
		.n = (uint32_t)whole(line, "text"),
		.way = (uint8_t)whole(line, "way"),
		.status = (uint8_t)whole(line, "status"),
		.parts = (uint8_t)whole(line, "parts"),
		.created = whole(line, "at"),
		.updated = whole(line, "at"),
		.from = number(c, line, "from"),
		.to = number(c, line, "to"),
		.media = read_media(line, media),
	};
	struct text	*text;

	if (body == NULL || like.n != c->record.newest + 1 || like.from == 0 ||
	    like.to == 0 || like.way > WAY_OURS ||
	    like.status > TEXT_RECEIVED)
		return false;
	if (like.status != TEXT_QUEUED)
		like.sent = like.created;
	text = record_add(&c->record, &like, body, media);
	if (like.way == WAY_OUT)
		record_asked(&c->record, text, words(line, "url"));
	return true;
}

static bool
read_move(struct carrier *c, const json_t *line)
{
	struct text *text;

	text = record_text(&c->record, (uint32_t)whole(line, "move"));
	if (text == NULL)
		return true;		/* Older than what is kept. */
	text->status = (uint8_t)whole(line, "status");
	text->updated = whole(line, "at");
	text->error = (uint16_t)whole(line, "error");
	if (text->status == TEXT_SENT)
		text->sent = text->updated;
	return text->status <= TEXT_RECEIVED;
}

static bool
read_stop(struct carrier *c, const json_t *line)
{
	uint32_t phone = number(c, line, "from"), to = number(c, line, "to");

	if (phone == 0 || to == 0)
		return false;
	number_stop(&c->record.numbers, phone, to,
	    json_is_true(json_object_get(line, "stop")));
	return true;
}

static bool
read_run(struct carrier *c, const json_t *line)
{
	const char *run = words(line, "run");

	if (run == NULL || strlen(run) != 16)
		return false;
	c->record.run = strtoull(run, NULL, 16);
	return true;
}

static bool
read_hook(struct carrier *c, const json_t *line)
{
	const char *url = words(line, "hook");

	return url != NULL && carrier_set_hook(c,
	    (uint64_t)whole(line, "line"), url[0] == '\0' ? NULL : url);
}

static bool
read_reset(struct carrier *c, const json_t *line)
{
	(void)line;
	record_reset(&c->record);
	mails_clear(&c->mails);
	return true;
}

static bool
read_any(struct carrier *c, const json_t *line)
{
	static const struct {
		const char	*name;
		bool		(*read)(struct carrier *, const json_t *);
	} readers[] = {
		{ "text", read_text }, { "move", read_move },
		{ "stop", read_stop }, { "hook", read_hook },
		{ "reset", read_reset }, { "run", read_run },
		{ "mail", journal_read_mail }, { "fate", journal_read_fate },
	};
	size_t i;

	for (i = 0; i < COUNT(readers); i++)
		if (json_object_get(line, readers[i].name) != NULL)
			return readers[i].read(c, line);
	return false;
}

static bool
any_line(struct carrier *c, const char *line)
{
	(void)c;
	(void)line;
	return true;
}

/* The second time: texts of the gateway that are not over live on. */
static bool
line_of_life(struct carrier *c, const char *line)
{
	static const char	 head[] = "{\"text\":";
	const struct text	*text;

	if (strncmp(line, head, sizeof head - 1) != 0)
		return false;
	text = record_text(&c->record,
	    (uint32_t)strtoul(line + sizeof head - 1, NULL, 10));
	return text != NULL && text->way == WAY_OUT &&
	    text->status < TEXT_DELIVERED;
}

static bool
read_life(struct carrier *c, const json_t *line)
{
	const struct text	*text;
	struct life		*life;

	text = record_text(&c->record, (uint32_t)whole(line, "text"));
	life = life_new(text, words(line, "url"));
	life->delay = whole(line, "delay");
	life->dies = whole(line, "dies");
	life->error = (uint16_t)whole(line, "fate");
	life->receipts = (enum receipts)whole(line, "receipts");
	life_begin(c, life);
	return true;
}

/* All whole lines; kept is where the last of them ends. */
static bool
read_all(struct carrier *c, FILE *file,
    bool (*wanted)(struct carrier *, const char *),
    bool (*read_one)(struct carrier *, const json_t *), long *kept)
{
	char	*line = NULL;
	size_t	 room = 0;
	ssize_t	 length;
	json_t	*json;
	bool	 good = true;

	rewind(file);
	*kept = 0;
	while (good && (length = getline(&line, &room, file)) > 0 &&
	    line[length - 1] == '\n') {
		*kept += length;
		if (!wanted(c, line))
			continue;
		json = length > LINE ? NULL :
		    json_loadb(line, (size_t)length, 0, NULL);
		good = json != NULL && read_one(c, json);
		json_decref(json);
	}
	free(line);
	return good;
}

/* False: it is there, but is not ours.  kept: how much of it is whole. */
static bool
read_file(struct carrier *c, const char *path, long *kept)
{
	FILE	*file = fopen(path, "r");
	bool	 good;

	*kept = 0;
	if (file == NULL)
		return true;
	good = read_all(c, file, any_line, read_any, kept) &&
	    read_all(c, file, line_of_life, read_life, kept);
	(void)fclose(file);
	return good;
}

static bool
begin_file(struct carrier *c, const char *path)
{
	struct journal *j = calloc(1, sizeof *j);

	if (j == NULL)
		abort();
	if ((j->file = fopen(path, "a")) == NULL) {
		free(j);
		return false;
	}
	(void)setvbuf(j->file, NULL, _IOFBF, ROOM);
	buf_init(&j->line, LINE);
	c->journal = j;
	return true;
}

bool
journal_open(struct carrier *c, const char *path, const char **why)
{
	long kept;

	*why = "The record file is not one of ours, or is damaged.";
	if (!read_file(c, path, &kept))
		return false;
	journal_hand_on(c);
	*why = "The record file cannot be written.";
	if (!begin_file(c, path) || truncate(path, kept) != 0)
		return false;
	if (kept == 0 && journal_begin(c, "run")) {
		buf_print(&c->journal->line, "\"%016llx\"",
		    (unsigned long long)c->record.run);
		journal_finish(c);
	}
	return true;
}

void
journal_close(struct carrier *c)
{
	if (c->journal == NULL)
		return;
	(void)fclose(c->journal->file);
	buf_free(&c->journal->line);
	free(c->journal);
	c->journal = NULL;
}
