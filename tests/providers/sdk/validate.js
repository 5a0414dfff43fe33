// Prints whether Twilio's own library takes a webhook for genuine: true or
// false.
//
//	node validate.js URL TOKEN SIGNATURE FORM_BODY

"use strict";

const twilio = require("twilio");

const [url, token, signature, body] = process.argv.slice(2);
if (body === undefined) {
	console.error("usage: validate.js URL TOKEN SIGNATURE FORM_BODY");
	process.exit(2);
}

const fields = {};
for (const [name, value] of new URLSearchParams(body)) {
	if (!(name in fields))
		fields[name] = value;
	else
		fields[name] = [].concat(fields[name], value);
}
console.log(twilio.validateRequest(token, signature, url, fields));
