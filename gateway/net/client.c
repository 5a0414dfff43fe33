/*
 * The loop's half: which wire carries a carriage, and how many are under way.
 * Those of mail are made when the first mail is carried: whoever has no
 * account of mail has no threads for it.  IMAP has its own, because libcurl
 * waits there for the ends of answers.
 */

#include <assert.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/list.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/ride.h"
#include "net/wire.h"

enum sort { SORT_WEB, SORT_POST, SORT_MAILBOX };

struct client {
	struct wire		*wires[SORT_MAILBOX + 1];
	struct inbox		*back;
	struct hearing		*hearing;
	unsigned		 connections;
	unsigned		 under_way;
	bool			 closing;
};

static void
came_back(void *arg, struct task *task)
{
	struct client *client = arg;
	struct carriage *c = CONTAINER(task, struct carriage, task);

	client->under_way--;
	c->answered(c);
}

static enum sort
sort_of(const char *url)
{
	if (strncasecmp(url, "smtp", 4) == 0)
		return SORT_POST;
	return strncasecmp(url, "imap", 4) == 0 ? SORT_MAILBOX : SORT_WEB;
}

static struct wire *
wire_for(struct client *client, const char *url)
{
	enum sort sort = sort_of(url);

	if (client->wires[sort] == NULL)
		client->wires[sort] = wire_open(sort == SORT_POST ?
		    &wire_of_post : &wire_of_rides, client->back,
		    client->connections);
	return client->wires[sort];
}

struct client *
client_open(struct loop *loop, unsigned connections)
{
	struct client *client = calloc(1, sizeof *client);

	assert(client != NULL);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	client->connections = connections;
	client->back = inbox_new();
	client->hearing = loop_hear(loop, client->back, came_back, client);
	(void)wire_for(client, "http");
	return client;
}

/* Whoever is answered here may carry again, which is answered here too. */
void
client_close(struct client *client)
{
	struct tasks tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct task *task;

	client->closing = true;
	for (size_t i = 0; i < COUNT(client->wires); i++)
		wire_close(client->wires[i]);
	hearing_free(client->hearing);
	while (inbox_take(client->back, &tasks) > 0) {
		while ((task = STAILQ_FIRST(&tasks)) != NULL) {
			STAILQ_REMOVE_HEAD(&tasks, next);
			came_back(client, task);
		}
	}
	inbox_free(client->back);
	free(client);
	curl_global_cleanup();
}

void
client_connections(struct client *client, unsigned connections)
{
	client->connections = connections;
	for (size_t i = 0; i < COUNT(client->wires); i++)
		if (client->wires[i] != NULL)
			wire_connections(client->wires[i], connections);
}

void
client_carry(struct client *client, struct carriage *c)
{
	client->under_way++;
	if (!client->closing) {
		wire_carry(wire_for(client, c->request.url), c);
		return;
	}
	ride_refuse(c, RIDE_STOPPING);
	inbox_put(client->back, &c->task);
}

unsigned
client_under_way(const struct client *client)
{
	return client->under_way;
}
