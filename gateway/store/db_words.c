/*
 * The words of the dialect: where the two databases differ a @word@ stands
 * in the SQL, and the driver says what it becomes.
 */

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "store/db_driver.h"

#define SQL_LIMIT	65536	/* Bytes of one statement, spoken. */

/* The word of the dialect that stands at sql, or NULL. */
static const char *const *
word_at(const struct db_driver *driver, const char *sql)
{
	for (const char *(*word)[2] = driver->words; (*word)[0] != NULL; word++)
		if (strncmp(sql, (*word)[0], strlen((*word)[0])) == 0)
			return *word;
	return NULL;
}

void
db_speak(const struct db_driver *driver, const char *sql, struct buf *out)
{
	const char *const	*word;
	size_t			 length;

	buf_init(out, SQL_LIMIT);
	for (; *sql != '\0'; sql += length) {
		if ((length = strcspn(sql, "@")) > 0) {
			buf_add(out, sql, length);
		} else if ((word = word_at(driver, sql)) != NULL) {
			buf_text(out, word[1]);
			length = strlen(word[0]);
		} else {
			buf_char(out, '@');
			length = 1;
		}
	}
	assert(!out->over);
}

#ifdef WITH_POSTGRES
static const struct db_driver *const postgres = &db_postgres;
#else
static const struct db_driver *const postgres = NULL;
#endif

const struct db_driver *
db_driver_for(const char *where)
{
	static const char *const starts[] = { "postgres://", "postgresql://",
	    "host=", "hostaddr=", "dbname=", "service=", "port=", "user=" };

	for (size_t i = 0; i < COUNT(starts); i++)
		if (strncmp(where, starts[i], strlen(starts[i])) == 0)
			return postgres;
	return &db_sqlite;
}
