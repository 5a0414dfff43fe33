/* Reads the mails in the files it is given, and prints what they say as a
 * list of JSON. */

'use strict';

const fs = require('fs');
const { simpleParser } = require('mailparser');

const addresses = field => field ?
    field.value.map(one => [one.name, one.address]) : [];

async function read(file) {
	const mail = await simpleParser(fs.readFileSync(file), {
		skipTextToHtml: true, skipHtmlToText: true,
		skipImageLinks: true });
	const headers = {};

	for (const { key, line } of mail.headerLines)
		headers[key] = line.slice(key.length + 1)
		    .replace(/\r?\n\s+/g, ' ').trim();
	return { subject: mail.subject, from: addresses(mail.from),
		to: addresses(mail.to), replyTo: addresses(mail.replyTo),
		id: mail.messageId, date: mail.date, text: mail.text,
		html: mail.html, files: mail.attachments.length, headers };
}

Promise.all(process.argv.slice(2).map(read)).then(
	mails => console.log(JSON.stringify(mails)),
	why => { console.error(why); process.exit(1); });
