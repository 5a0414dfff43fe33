#ifndef TESTS_TORTURE_ROUND_H
#define TESTS_TORTURE_ROUND_H

/*
 * One round of what a gateway does: staff write to a family and to a school,
 * take a message back and answer; families ask, stop and start; the carrier
 * drops a line; a roster comes and is undone; mails go out and are answered.
 * Whoever is refused asks again, with the same key, as people and programs do.
 *
 * The rounds follow each other in one life of the gateway, so each also shows
 * that the one before left nothing behind.
 */

struct db;
struct stage;

/* The town of tests/scenarios/oak.inc, and the gateway begins. */
void	round_town(struct stage *);

/* Plays it; n is a number that no other round had. */
void	round_play(struct stage *, unsigned n);

/* Time passes, and then everything has to be so: each text was handed over
 * once, or may have arrived; each that was written to us is there once; the
 * tally is the ledger's sum; nothing is under way.  Fails the test. */
void	round_check(struct stage *, unsigned n);


/* For its files: a visit to the store, and a message to the family of a
 * student, asked for until it is kept; words that no other text of any round
 * has; a roster that comes and goes; mail. */
#define ROUND_WORDS	48

void	round_visit(struct stage *, void (*work)(struct db *, void *), void *);
void	round_write(struct stage *, const char *student, const char *words);
const char *round_name(char *into, unsigned n, char letter);
void	round_roster(struct stage *, unsigned n);
void	round_mail(struct stage *, unsigned n);
void	round_mail_check(struct stage *, unsigned n);

#endif
