/*
 * Open addressing with linear steps; never more than half full, and nothing
 * is ever taken out of it singly, so there are no graves.
 */

#include <stdlib.h>

#include "carrier/table.h"

#define FIRST_SIZE	1024

/* Keys may be counted numbers, so their bits are stirred (MurmurHash3). */
static uint64_t
stir(uint64_t key)
{
	key ^= key >> 33;
	key *= 0xff51afd7ed558ccdULL;
	key ^= key >> 33;
	key *= 0xc4ceb9fe1a85ec53ULL;
	return key ^ key >> 33;
}

/* The slot of the key, or the free one where it belongs. */
static struct slot *
place(const struct table *table, uint64_t key)
{
	size_t	 mask = table->size - 1, at = (size_t)stir(key) & mask;

	while (table->slots[at].key != 0 && table->slots[at].key != key)
		at = (at + 1) & mask;
	return &table->slots[at];
}

static void
resize(struct table *table, size_t size)
{
	struct table	 old = *table;
	size_t		 i;

	table->slots = calloc(size, sizeof *table->slots);
	if (table->slots == NULL)
		abort();
	table->size = size;
	for (i = 0; i < old.size; i++)
		if (old.slots[i].key != 0)
			*place(table, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

struct slot *
table_find(const struct table *table, uint64_t key)
{
	struct slot *slot;

	if (table->size == 0)
		return NULL;
	slot = place(table, key == 0 ? 1 : key);
	return slot->key == 0 ? NULL : slot;
}

struct slot *
table_need(struct table *table, uint64_t key)
{
	struct slot *slot;

	if (table->size == 0)
		resize(table, FIRST_SIZE);
	else if (table->count * 2 >= table->size)
		resize(table, table->size * 2);
	key = key == 0 ? 1 : key;
	slot = place(table, key);
	if (slot->key == 0) {
		slot->key = key;
		table->count++;
	}
	return slot;
}

void
table_sift(struct table *table,
    bool (*keep)(const struct slot *, const void *arg), const void *arg)
{
	struct table	 old = *table;
	size_t		 i;

	*table = (struct table){ 0 };
	for (i = 0; i < old.size; i++)
		if (old.slots[i].key != 0 && keep(&old.slots[i], arg))
			*table_need(table, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

void
table_clear(struct table *table)
{
	free(table->slots);
	*table = (struct table){ 0 };
}
