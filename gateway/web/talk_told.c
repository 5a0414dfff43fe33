/*
 * What a family was told.
 */

#include "flow/fill.h"
#include "flow/frame.h"
#include "flow/gateway.h"
#include "flow/render.h"
#include "store/talk.h"
#include "store/translation.h"
#include "store/word.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/talk_told.h"

static const char *
filled(struct visit *v, const struct talk_line *l, const char *words,
    const char *language)
{
	return fill_words(v->arena, words, &l->values, &(struct fill_as){
	    frames_wordings(v->web->gateway->frames), language });
}

void
talk_told(struct visit *v, const struct talk_line *l, struct talk_told *told)
{
	const struct message	*m = &l->message;
	struct translation	 words = { .language = l->language,
				    .words = l->said,
				    .state = WORDS_DRAFT };
	const struct errand	 e = { .kind = m->kind, .topic = m->topic,
				    .discreet = m->discreet, .words = m->words,
				    .language = l->language,
				    .others = &words,
				    .other_count = l->said != NULL };
	struct render_words	 chosen;

	if (l->said != NULL && !words_state_read(l->said_state, &words.state))
		words.state = WORDS_DRAFT;
	render_choose(&e, &chosen);
	*told = (struct talk_told){ .policy = chosen.policy,
	    .state = words.state,
	    .words = filled(v, l, m->words, "en-US") };
	if (chosen.translation != NULL && chosen.policy != POLICY_CALL &&
	    chosen.policy != POLICY_INTERPRETER)
		told->said = filled(v, l, l->said, l->language);
}
