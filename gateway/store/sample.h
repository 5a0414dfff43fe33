#ifndef GATEWAY_STORE_SAMPLE_H
#define GATEWAY_STORE_SAMPLE_H

/*
 * What is asked of the database of a sample district only: by whoever plays
 * its history, who knows things by their names, and by whoever sets its
 * clock, which may not go back behind what was written.
 *
 * All calls are for a store thread, inside a job.  0 stands for nothing.
 */

#include <stdint.h>

struct db;

/* The one thing of exactly that name. */
int64_t	 sample_staff(struct db *, const char *name);
int64_t	 sample_student(struct db *, const char *name);
int64_t	 sample_school(struct db *, const char *name);
int64_t	 sample_class(struct db *, int64_t school, const char *name);

/* The talk of a phone with a school. */
int64_t	 sample_talk(struct db *, const char *phone, int64_t school);

/* When something of the queue, or a message, is due next. */
int64_t	 sample_due(struct db *);

/* How many texts stand as handed over, whatever became of them. */
int64_t	 sample_handed(struct db *);

/* The id of what was written last: by staff, by families, by ourselves. */
int64_t	 sample_newest(struct db *);

#endif
