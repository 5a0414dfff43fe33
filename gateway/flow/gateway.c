/*
 * The gateway as a whole: its lanes and its tidying.
 */

#include <stdlib.h>

#include "base/clock.h"
#include "base/arena.h"
#include "base/zone.h"
#include "flow/chain.h"
#include "flow/dispatch.h"
#include "flow/frame.h"
#include "flow/gateway.h"
#include "flow/inside.h"
#include "flow/receipts.h"
#include "flow/shown.h"
#include "flow/introduce.h"
#include "flow/mailbox.h"
#include "flow/nudge.h"
#include "flow/think.h"
#include "flow/tidy.h"
#include "flow/translate.h"

/* Other threads look at who translates, while the loop may read it anew. */
static void
tell_translators(struct gateway *gateway)
{
	struct configured *now = NEW(gateway->arena, struct configured);

	*now = *gateway->configured;
	gateway->translating = now;
}

struct gateway *
gateway_new(const struct gateway_parts *parts)
{
	struct gateway *gateway = calloc(1, sizeof *gateway);

	if (gateway == NULL)
		abort();
	gateway->loop = parts->loop;
	gateway->store = parts->store;
	gateway->client = parts->client;
	gateway->locales = parts->locales;
	gateway->arena = arena_new();
	gateway->frames = frames_read(gateway->arena, parts->locales);
	gateway->introductions = introduce_read(gateway->arena,
	    parts->locales);
	gateway->shown = shown_read(gateway->arena, parts->locales);
	gateway->keywords = parts->keywords;
	gateway->bank = parts->bank;
	gateway->zone = parts->zone;
	gateway->configured = parts->configured;
	gateway->instead = parts->configured->settings.instead;
	gateway->node = parts->node;
	gateway->district = parts->district;
	if (parts->token_key != NULL)
		gateway->token_key = arena_text(gateway->arena,
		    parts->token_key);
	for (unsigned i = 0; i < parts->configured->count; i++) {
		gateway->lanes[i] = lane_new(gateway, i);
		if (parts->configured->accounts[i].provider->channel ==
		    CHANNEL_EMAIL)
			gateway->mailboxes[i] = mailbox_new(gateway, i);
	}
	gateway->tidy = tidy_new(gateway);
	gateway->chain = chain_new(gateway);
	gateway->nudge = nudge_new(gateway);
	gateway->receipts = receipts_new(gateway);
	gateway->think = think_new(parts->loop);
	tell_translators(gateway);
	gateway->guard = guard_forms_new();
	gateway->translate = translate_new(gateway);
	return gateway;
}

void
gateway_free(struct gateway *gateway)
{
	if (gateway == NULL)
		return;
	for (unsigned i = 0; i < gateway->configured->count; i++) {
		lane_free(gateway->lanes[i]);
		mailbox_free(gateway->mailboxes[i]);
	}
	tidy_free(gateway->tidy);
	chain_free(gateway->chain);
	nudge_free(gateway->nudge);
	receipts_free(gateway->receipts);
	think_free(gateway->think);
	translate_free(gateway->translate);
	guard_forms_free(gateway->guard);
	arena_free(gateway->arena);
	free(gateway);
}

void
gateway_start(struct gateway *gateway)
{
	tidy_start(gateway->tidy);
	gateway_tick(gateway);
}

static void
tick(struct gateway *gateway, unsigned account)
{
	lane_tick(gateway->lanes[account]);
	if (gateway->mailboxes[account] != NULL)
		mailbox_tick(gateway->mailboxes[account]);
}

void
gateway_tick(struct gateway *gateway)
{
	if (gateway->stopping)
		return;
	tidy_tick(gateway->tidy);
	chain_tick(gateway->chain);
	nudge_tick(gateway->nudge);
	translate_tick(gateway->translate);
	for (unsigned i = 0; i < gateway->configured->count; i++)
		tick(gateway, i);
}

static void
retune(struct lane *lane)
{
	lane->window = (unsigned)lane->use->window;
	if (lane->pace.rate != lane->use->pace)
		pace_start(&lane->pace, lane->use->pace, clock_boot());
	if (lane->well_at > clock_boot())
		lane->well_at = clock_boot();
	lane_look(lane);
}

void
gateway_changed(struct gateway *gateway, struct locales *locales,
    const struct keywords *keywords, const struct bank *bank)
{
	gateway->locales = locales;
	gateway->keywords = keywords;
	gateway->bank = bank;
	gateway->frames = frames_read(gateway->arena, locales);
	gateway->instead = gateway->configured->settings.instead;
	tell_translators(gateway);
	translate_changed(gateway->translate);
	for (unsigned i = 0; i < gateway->configured->count; i++)
		retune(gateway->lanes[i]);
}

void
gateway_poke(struct gateway *gateway, bool bulk)
{
	for (unsigned i = 0; i < gateway->configured->count; i++)
		if (bulk)
			lane_look(gateway->lanes[i]);
		else
			lane_look_first(gateway->lanes[i]);
	translate_tick(gateway->translate);
}

void
gateway_recall(struct gateway *gateway)
{
	for (unsigned i = 0; i < gateway->configured->count; i++)
		lane_put_back(gateway->lanes[i]);
}

void
gateway_stop(struct gateway *gateway)
{
	gateway->stopping = true;
	translate_stop(gateway->translate);
	for (unsigned i = 0; i < gateway->configured->count; i++)
		lane_put_back(gateway->lanes[i]);
}

bool
gateway_idle(const struct gateway *gateway)
{
	for (unsigned i = 0; i < gateway->configured->count; i++)
		if (!lane_idle(gateway->lanes[i]) ||
		    (gateway->mailboxes[i] != NULL &&
		    !mailbox_idle(gateway->mailboxes[i])))
			return false;
	return gateway->letters == 0 && gateway->asides == 0 &&
	    tidy_idle(gateway->tidy) && chain_idle(gateway->chain) &&
	    nudge_idle(gateway->nudge) && translate_idle(gateway->translate);
}

int64_t
gateway_version(const struct gateway *gateway)
{
	struct store_figures f;

	store_figures(gateway->store, &f);
	return gateway->version + (int64_t)f.shown;
}

const char *
gateway_ill(struct gateway *gateway)
{
	if (gateway->stopping)
		return "The gateway is stopping.";
	if (gateway->clock_off)
		return "The clock of this machine differs from the "
		    "database's by more than 2 seconds.";
	return NULL;
}

struct moment
gateway_moment(const struct zone *zone, int64_t now)
{
	return (struct moment){ now, zone_day(zone, now) };
}
