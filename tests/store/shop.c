/*
 * The shop of the store's tests; see shop.h.
 */

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "net/loop.h"
#include "store/db_driver.h"
#include "store/schema.h"
#include "tests/store/shop.h"

static pthread_mutex_t	 lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned		 warnings, errors;
static char		 lines[65536];

/* On any thread. */
static void
logged(enum log_level level, const char *line)
{
	size_t used;

	pthread_mutex_lock(&lock);
	warnings += level == LOG_LEVEL_WARN;
	errors += level == LOG_LEVEL_ERROR;
	used = strlen(lines);
	snprintf(lines + used, sizeof lines - used, "%s\n", line);
	pthread_mutex_unlock(&lock);
}

static unsigned
take(unsigned *count)
{
	unsigned n;

	pthread_mutex_lock(&lock);
	n = *count;
	*count = 0;
	pthread_mutex_unlock(&lock);
	return n;
}

unsigned
shop_warnings(void)
{
	return take(&warnings);
}

unsigned
shop_errors(void)
{
	return take(&errors);
}

bool
shop_log_has(const char *words)
{
	bool has;

	pthread_mutex_lock(&lock);
	has = strstr(lines, words) != NULL;
	pthread_mutex_unlock(&lock);
	return has;
}

static void
make_tables(struct db *db)
{
	const char *why = NULL;

	if (!schema_migrate(db, &why))
		fail_msg("%s", why);
	assert_true(db_begin(db));
	db_run(db, "CREATE TABLE test_reply (id @id@, contact @int@ NOT NULL, "
	    "body @text@ NOT NULL) @strict@", NONE);
	db_run(db, "CREATE TABLE test_count (day @int@ NOT NULL, "
	    "event @text@ NOT NULL, n @int@ NOT NULL, "
	    "PRIMARY KEY (day, event)) @strict@", NONE);
	db_run(db, "CREATE TABLE test_child (id @id@, parent @int@ NOT NULL "
	    "REFERENCES test_reply (id) DEFERRABLE INITIALLY DEFERRED) "
	    "@strict@", NONE);
	assert_true(db_commit(db));
}

void
shop_make(struct shop *shop, const struct db_driver *driver)
{
	const char	*why = NULL;
	struct db	*db;

	memset(shop, 0, sizeof *shop);
	place_make(&shop->place, driver);
	log_hook(logged);
	pthread_mutex_lock(&lock);
	warnings = errors = 0;
	lines[0] = '\0';
	pthread_mutex_unlock(&lock);
	db = db_open(driver, shop->place.where, true, &why);
	if (db == NULL)
		fail_msg("%s", why);
	make_tables(db);
	db_close(db);
	shop->loop = loop_new();
}

void
shop_open(struct shop *shop, const char *where)
{
	const char *why = NULL;

	shop->store = store_open(shop->loop, shop->place.driver,
	    where != NULL ? where : shop->place.where, 3, &why);
	if (shop->store == NULL)
		fail_msg("%s", why);
}

void
shop_close(struct shop *shop)
{
	store_close(shop->store);
	shop->store = NULL;
}

void
shop_remove(struct shop *shop)
{
	shop_close(shop);
	if (shop->loop != NULL)
		loop_free(shop->loop);
	if (shop->place.where[0] != '\0')
		place_remove(&shop->place);
	memset(shop, 0, sizeof *shop);
	log_hook(NULL);
}

static void
reply_work(struct job *job, struct db *db)
{
	struct reply	*r = CONTAINER(job, struct reply, job);
	struct rows	*rows;

	r->runs++;
	r->total = 0;
	if (r->trouble != NULL)
		r->trouble(r, db);
	db_run(db, "INSERT INTO test_reply (id, contact, body) "
	    "VALUES ($1, $2, $3)", INT(r->id), INT(r->id % 100), TEXT(r->body));
	db_run(db, "INSERT INTO test_count (day, event, n) VALUES ($1, $2, 1) "
	    "ON CONFLICT (day, event) DO UPDATE SET n = test_count.n + 1",
	    INT(SHOP_DAY), TEXT("reply"));
	rows = db_query(db, "SELECT n FROM test_count "
	    "WHERE event = $2 AND day = $1", INT(SHOP_DAY), TEXT("reply"));
	while (db_row(rows))
		r->total = db_int(rows, 0);
}

static void
reply_done(struct job *job, bool kept)
{
	struct reply *r = CONTAINER(job, struct reply, job);

	assert_false(r->done);
	r->done = true;
	r->kept = kept;
	r->shop->left--;
	r->shop->kept += kept;
	r->shop->refused += !kept;
}

void
shop_put(struct shop *shop, struct reply *r)
{
	r->job.work = reply_work;
	r->job.done = reply_done;
	r->shop = shop;
	r->done = false;
	shop->left++;
	store_write(shop->store, &r->job);
	assert_false(r->done);		/* Never from within. */
}

void
shop_reply(struct shop *shop, struct reply *r, int64_t id, const char *body)
{
	memset(r, 0, sizeof *r);
	r->id = id;
	r->body = body;
	shop_put(shop, r);
}

void
shop_wait(struct shop *shop)
{
	while (shop->left > 0)
		loop_turn(shop->loop);
}

int64_t
shop_rows(const struct shop *shop)
{
	return place_sql(&shop->place, "SELECT count(*) FROM test_reply");
}

int64_t
shop_counted(const struct shop *shop)
{
	return place_sql(&shop->place, "SELECT sum(n) FROM test_count");
}
