#ifndef GATEWAY_WEB_API_ROUTES_H
#define GATEWAY_WEB_API_ROUTES_H

/*
 * The routes of the API (api.h says how their handlers are written).
 */

#include "base/list.h"

struct exchange;

/* The routes, as they stand in the tables of web.c and local.c. */
#define API_ROUTES							\
	{ "POST", "/api/v1/messages", api_write_message },		\
	{ "GET", "/api/v1/messages", api_list_messages },		\
	{ "POST", "/api/v1/previews", api_preview },			\
	{ "GET", "/api/v1/messages/:id", api_tell_message },		\
	{ "POST", "/api/v1/messages/:id/cancel", api_cancel_message },	\
	{ "GET", "/api/v1/messages/:id/deliveries",			\
	    api_list_deliveries },					\
	{ "GET", "/api/v1/conversations", api_list_talks },		\
	{ "GET", "/api/v1/conversations/:id", api_tell_talk },		\
	{ "POST", "/api/v1/conversations/:id/replies",			\
	    api_write_reply },						\
	{ "GET", "/api/v1/replies", api_list_replies },			\
	{ "GET", "/api/v1/held", api_list_held },			\
	{ "POST", "/api/v1/held/:id", api_say_held },			\
	{ "GET", "/api/v1/attachments/:id", api_tell_attachment },	\
	{ "GET", "/api/v1/students", api_list_students },		\
	{ "GET", "/api/v1/schools", api_list_schools },			\
	{ "GET", "/api/v1/figures", api_tell_figures },			\
	{ "GET", "/api/v1/me", api_tell_me },				\
	{ "GET", "/api/v1/openapi.json", api_tell_openapi }

void	 api_write_message(struct exchange *, void *web);
void	 api_preview(struct exchange *, void *web);
void	 api_write_reply(struct exchange *, void *web);
void	 api_cancel_message(struct exchange *, void *web);
void	 api_list_messages(struct exchange *, void *web);
void	 api_tell_message(struct exchange *, void *web);
void	 api_list_deliveries(struct exchange *, void *web);
void	 api_list_talks(struct exchange *, void *web);
void	 api_tell_talk(struct exchange *, void *web);
void	 api_list_replies(struct exchange *, void *web);
void	 api_list_held(struct exchange *, void *web);
void	 api_say_held(struct exchange *, void *web);
void	 api_tell_attachment(struct exchange *, void *web);
void	 api_list_students(struct exchange *, void *web);
void	 api_list_schools(struct exchange *, void *web);
void	 api_tell_figures(struct exchange *, void *web);
void	 api_tell_me(struct exchange *, void *web);
void	 api_tell_openapi(struct exchange *, void *web);

#endif
