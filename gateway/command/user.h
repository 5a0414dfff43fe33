#ifndef GATEWAY_COMMAND_USER_H
#define GATEWAY_COMMAND_USER_H

/*
 * What the files of `homeline user` share: the verbs that change something,
 * and days as they are said.
 */

struct desk;

/* The verbs; user.c has their table. */
int	 user_add_main(int argc, char **argv);
int	 user_seat_main(int argc, char **argv);
int	 user_key_main(int argc, char **argv);
int	 user_revoke_main(int argc, char **argv);
int	 user_away_main(int argc, char **argv);
int	 user_back_main(int argc, char **argv);
int	 user_left_main(int argc, char **argv);
int	 user_login_main(int argc, char **argv);
int	 user_link_main(int argc, char **argv);
int	 user_role_main(int argc, char **argv);

/* "2026-12-07", of a time of the API in the district's zone; and the day
 * before it, which is the last one of an absence that ends then. */
const char *user_day(struct desk *, const char *time);
const char *user_last_day(struct desk *, const char *time);

#endif
