/*
 * A program that is run without a shell.  The mail goes in and the words it
 * says come out by the loop; when its output has ended it is waited for, and
 * one that takes too long is killed.
 */

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "carrier/hand.h"
#include "carrier/inside.h"
#include "net/loop.h"

#define WORDS_MOST	40
#define SAID_MOST	400
#define LOOK_AGAIN	5		/* ms */
#define PATIENCE	SECONDS(60)

extern char **environ;

struct child {
	struct carrier_mail	*mail;
	struct bufferevent	*in, *out;	/* NULL: closed. */
	struct timer		*timer;
	pid_t			 pid;
	bool			 quiet;		/* It closed its output. */
	int64_t			 since;		/* clock_boot() */
	char			 said[SAID_MOST + 1];
	size_t			 said_length;
};

static void
free_child(struct child *child)
{
	if (child->in != NULL)
		bufferevent_free(child->in);
	if (child->out != NULL)
		bufferevent_free(child->out);
	timer_free(child->timer);
	free(child);
}

/* It has ended with that status, of waitpid(). */
static void
end(struct child *child, int status)
{
	struct carrier_mail	*mail = child->mail;
	char			 said[SAID_MOST + 1];
	int			 code = EX_TEMPFAIL;

	if (WIFEXITED(status))
		code = WEXITSTATUS(status);
	if (code == 126 || code == 127)		/* It is not there. */
		code = EX_TEMPFAIL;
	memcpy(said, child->said, sizeof said);
	said[strcspn(said, "\n")] = '\0';
	free_child(child);
	mail->taken(mail, code, said);
}

static void
look(void *arg)
{
	struct child	*child = arg;
	int		 status;

	if (!child->quiet || waitpid(child->pid, &status, WNOHANG) == 0) {
		if (clock_boot() - child->since > PATIENCE)
			(void)kill(child->pid, SIGKILL);
		timer_set(child->timer, child->quiet ? LOOK_AGAIN :
		    PATIENCE);
		return;
	}
	end(child, status);
}

static void
on_said(struct bufferevent *out, void *arg)
{
	struct child	*child = arg;
	size_t		 room = SAID_MOST - child->said_length;
	char		 rest[512];

	if (room > 0)
		child->said_length += bufferevent_read(out,
		    child->said + child->said_length, room);
	while (bufferevent_read(out, rest, sizeof rest) > 0)
		;
}

static void
on_quiet(struct bufferevent *out, short what, void *arg)
{
	struct child *child = arg;

	(void)what;
	on_said(out, arg);
	bufferevent_free(child->out);
	child->out = NULL;
	child->quiet = true;
	timer_set(child->timer, 0);
}

static void
close_in(struct child *child)
{
	if (child->in != NULL)
		bufferevent_free(child->in);
	child->in = NULL;
}

static void
on_written(struct bufferevent *in, void *arg)
{
	(void)in;
	close_in(arg);
}

/* It does not want the rest. */
static void
on_broken(struct bufferevent *in, short what, void *arg)
{
	(void)in;
	(void)what;
	close_in(arg);
}

static struct bufferevent *
attach(struct carrier *c, int fd)
{
	struct bufferevent *line;

	(void)evutil_make_socket_nonblocking(fd);
	line = bufferevent_socket_new(loop_base(c->loop), fd,
	    BEV_OPT_CLOSE_ON_FREE);
	if (line == NULL)
		abort();
	return line;
}

static pid_t
spawn(char **words, const char *to, const int in[2], const int out[2])
{
	posix_spawn_file_actions_t	 actions;
	posix_spawnattr_t		 how;
	sigset_t			 usual;
	char				*argv[WORDS_MOST];
	size_t				 n;
	pid_t				 pid = 0;

	for (n = 0; words[n] != NULL; n++)
		argv[n] = words[n];
	argv[n++] = (char *)(uintptr_t)"--to";
	argv[n++] = (char *)(uintptr_t)to;
	argv[n] = NULL;
	(void)sigemptyset(&usual);
	(void)sigaddset(&usual, SIGPIPE);
	(void)posix_spawnattr_init(&how);
	(void)posix_spawnattr_setsigdefault(&how, &usual);
	(void)posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	(void)posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	if (posix_spawnp(&pid, argv[0], &actions, &how, argv, environ) != 0)
		pid = 0;
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&how);
	return pid;
}

static void
feed(struct carrier *c, struct child *child, int in, int out)
{
	child->in = attach(c, in);
	child->out = attach(c, out);
	bufferevent_setcb(child->in, NULL, on_written, on_broken, child);
	bufferevent_setcb(child->out, on_said, NULL, on_quiet, child);
	(void)bufferevent_write(child->in, child->mail->bytes,
	    child->mail->length);
	(void)bufferevent_enable(child->in, EV_WRITE);
	(void)bufferevent_enable(child->out, EV_READ);
}

/* What cannot be run is tried again later. */
static void
not_run(void *arg)
{
	struct child		*child = arg;
	struct carrier_mail	*mail = child->mail;

	free_child(child);
	mail->taken(mail, EX_TEMPFAIL, "");
}

struct child *
child_run(struct carrier *c, char **words, struct carrier_mail *mail)
{
	struct child	*child = calloc(1, sizeof *child);
	int		 in[2] = { -1, -1 }, out[2] = { -1, -1 };

	if (child == NULL)
		abort();
	child->mail = mail;
	child->since = clock_boot();
	if (pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0)
		child->pid = spawn(words, mail->to, in, out);
	child->timer = timer_new(c->loop, child->pid != 0 ? look : not_run,
	    child);
	if (child->pid != 0) {
		feed(c, child, in[1], out[0]);
		timer_set(child->timer, PATIENCE);
		in[1] = out[0] = -1;
	} else {
		timer_set(child->timer, 0);
	}
	for (int i = 0; i < 2; i++) {
		if (in[i] >= 0)
			(void)close(in[i]);
		if (out[i] >= 0)
			(void)close(out[i]);
	}
	return child;
}

void
child_kill(struct child *child)
{
	if (child == NULL)
		return;
	if (child->pid != 0) {
		(void)kill(child->pid, SIGKILL);
		(void)waitpid(child->pid, NULL, 0);
	}
	free_child(child);
}
