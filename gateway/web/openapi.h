#ifndef GATEWAY_WEB_OPENAPI_H
#define GATEWAY_WEB_OPENAPI_H

/*
 * The description of the API (OpenAPI 3.1), openapi.json beside this file,
 * built into the program by gateway/web/embed.  A test holds it against the
 * table of routes and against the answers.
 */

extern const char openapi_json[];

#endif
