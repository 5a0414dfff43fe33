#ifndef GATEWAY_COMMAND_SHIFT_H
#define GATEWAY_COMMAND_SHIFT_H

/*
 * The clock of a sample district, which may be set to any time: it then goes
 * on as fast as the true one.  It never goes back behind what was written in
 * the district, since ids are made of time and do not either.  Deadlines,
 * and the comparison with the clock of the database, go by the true time.
 *
 * Called once, inside a transaction that only reads, before any thread
 * starts.
 */

struct db;
struct district;
struct zone;

/* Sets it to a time on the wall of the district, such as "2026-12-08 10:05";
 * NULL: it stays as it is.  file (or NULL) says how far it is ahead, and is
 * shared with other programs.  An exit code; what is not CODE_OK was told. */
struct shift {
	const char	*at, *file;
};
int	 shift_clock(struct db *, const struct district *,
	    const struct zone *, const struct shift *)
	    __attribute__((warn_unused_result));

#endif
