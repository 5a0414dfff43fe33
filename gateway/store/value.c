/*
 * Values.
 */

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/many.h"
#include "store/value.h"

static const char *const words[] = {
	[VALUE_TEXT] = "text", [VALUE_DATE] = "date", [VALUE_TIME] = "time",
	[VALUE_NUMBER] = "number",
};

const char *
value_kind_word(enum value_kind kind)
{
	return words[kind];
}

/* Whether a text looks like that, where 9 is any digit. */
static bool
looks(const char *text, const char *like)
{
	for (; *like != '\0'; text++, like++)
		if (*like == '9' ? *text < '0' || *text > '9' :
		    *text != *like)
			return false;
	return *text == '\0';
}

static bool
is_date(const char *text)
{
	static const long	days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
				    31, 30, 31 };
	long			year, month, day;

	if (!looks(text, "9999-99-99"))
		return false;
	year = strtol(text, NULL, 10);
	month = strtol(text + 5, NULL, 10);
	day = strtol(text + 8, NULL, 10);
	if (month < 1 || month > 12 || day < 1 || year < 1970)
		return false;
	if (month == 2 && day == 29)
		return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return day <= days[month - 1];
}

static bool
is_number(const char *text)
{
	const char	*digits = text + (*text == '-');
	size_t		 whole = strspn(digits, "0123456789"), part = 0;

	if (digits[whole] == '.')
		part = strspn(digits + whole + 1, "0123456789") + 1;
	return whole > 0 && whole <= 12 && part != 1 && part <= 4 &&
	    (digits[0] != '0' || whole == 1) && digits[whole + part] == '\0';
}

enum value_kind
value_kind_of(const char *text)
{
	if (is_date(text))
		return VALUE_DATE;
	if (looks(text, "99:99") && strncmp(text, "24", 2) < 0 &&
	    text[3] < '6')
		return VALUE_TIME;
	return is_number(text) ? VALUE_NUMBER : VALUE_TEXT;
}

const struct value *
value_find(const struct value *list, unsigned count, const char *folded)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(list[i].name, folded) == 0)
			return &list[i];
	return NULL;
}

void
value_add(struct db *db, int64_t message, const struct value *v)
{
	db_send(db, "INSERT INTO message_value (message, name, kind, value) "
	    "VALUES ($1, $2, $3, $4)", INT(message), TEXT(v->name),
	    TEXT(words[v->kind]), TEXT(v->texts[0]));
}

/* name, kind, value. */
static void
read_row(struct db *db, const struct rows *rows, struct value *v)
{
	const char	**text = NEW(db_arena(db), const char *);
	size_t		  kind = 0;

	while (kind < COUNT(words) &&
	    strcmp(words[kind], db_text(rows, 1)) != 0)
		kind++;
	if (kind == COUNT(words))
		db_fail(db, "a value has a word that is not ours");
	*text = db_text(rows, 2);
	*v = (struct value){ .name = db_text(rows, 0),
	    .kind = (enum value_kind)kind, .texts = text, .count = 1 };
}

unsigned
value_list(struct db *db, int64_t message, struct value **list)
{
	struct rows	*rows = db_query(db, "SELECT name, kind, value "
			    "FROM message_value WHERE message = $1 "
			    "ORDER BY name LIMIT 50", INT(message));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct value, db_rows(rows));
	while (db_row(rows))
		read_row(db, rows, &(*list)[n++]);
	return n;
}

unsigned
value_of_attempts(struct db *db, const char *attempts, int64_t **messages,
    struct value **list)
{
	struct rows	*rows = db_query(db,
	    "SELECT v.name, v.kind, v.value, v.message "
	    "FROM (SELECT DISTINCT a.message" MANY_FROM
	    "CROSS JOIN attempt a WHERE a.id = " MANY_ID ") AS x "
	    "CROSS JOIN message_value v WHERE v.message = x.message "
	    "ORDER BY v.message, v.name", TEXT(attempts));
	unsigned	 n = 0, count = db_rows(rows);

	*list = NEW_LIST(db_arena(db), struct value, count);
	*messages = NEW_LIST(db_arena(db), int64_t, count);
	for (; db_row(rows); n++) {
		read_row(db, rows, &(*list)[n]);
		(*messages)[n] = db_int(rows, 3);
	}
	return n;
}

const char *
value_write(struct arena *arena, const struct value *list, unsigned count)
{
	json_t		*all = json_object(), *texts;
	char		*written;
	const char	*kept;

	if (count == 0) {
		json_decref(all);
		return "";
	}
	for (unsigned i = 0; i < count; i++) {
		texts = json_array();
		for (unsigned k = 0; k < list[i].count; k++)
			json_array_append_new(texts,
			    json_string(list[i].texts[k]));
		json_object_set_new(all, list[i].name, texts);
	}
	written = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(all);
	kept = arena_text(arena, written);
	free(written);
	return kept;
}

static void
read_texts(struct arena *arena, const json_t *texts, struct value *v)
{
	const char **list;

	v->count = (unsigned)json_array_size(texts);
	list = NEW_LIST(arena, const char *, v->count);
	for (unsigned k = 0; k < v->count; k++)
		list[k] = arena_text(arena,
		    json_string_value(json_array_get(texts, k)));
	v->texts = list;
}

unsigned
value_read(struct arena *arena, const char *filled, struct value **list)
{
	json_t		*all = *filled == '\0' ? NULL : json_loads(filled, 0,
			    NULL), *texts;
	unsigned	 n = 0;
	const char	*name;

	*list = NEW_LIST(arena, struct value, json_object_size(all));
	json_object_foreach(all, name, texts) {
		(*list)[n].name = arena_text(arena, name);
		read_texts(arena, texts, &(*list)[n++]);
	}
	json_decref(all);
	return n;
}
