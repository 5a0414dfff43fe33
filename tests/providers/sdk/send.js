// Sends one text by Twilio's own library, to a base URL in place of
// https://api.twilio.com, reads it back by its name, and prints the name.
//
//	node send.js BASE_URL FROM TO BODY [STATUS_CALLBACK]
//
// The account is in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.  When the text
// is refused it prints Twilio's code and ends with 1.

"use strict";

const twilio = require("twilio");

const [base, from, to, body, statusCallback] = process.argv.slice(2);
if (body === undefined) {
	console.error("usage: send.js BASE_URL FROM TO BODY [STATUS_CALLBACK]");
	process.exit(2);
}

// The library can be told another region, but not another host.
class Elsewhere extends twilio.RequestClient {
	request(options) {
		const url = new URL(options.uri);

		return super.request({
			...options,
			uri: base.replace(/\/$/, "") + url.pathname + url.search,
		});
	}
}

async function main() {
	const client = twilio(
		process.env.TWILIO_ACCOUNT_SID,
		process.env.TWILIO_AUTH_TOKEN,
		{ httpClient: new Elsewhere({ timeout: 10000 }) },
	);
	const sent = await client.messages.create({
		from, to, body, statusCallback,
	});
	const read = await client.messages(sent.sid).fetch();

	if (read.sid !== sent.sid || read.body !== body || read.to !== to)
		throw new Error("what was sent is read back differently");
	console.log(sent.sid);
}

main().catch((error) => {
	console.log(error.code ?? error.message);
	process.exit(1);
});
