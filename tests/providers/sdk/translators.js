// Asks libraries of others about tests/providers/translate: whether what we
// say to translators is what they would say, and whether they understand the
// answers as we do.  A line of JSON for each case, [name, right, what].
//
//	node translators.js REQUESTS ANSWERS

"use strict";

const crypto = require("crypto");
const fs = require("fs");
const http = require("http");

const aws4 = require("aws4");
const deepl = require("deepl-node");
const jwt = require("jsonwebtoken");

const [requests, answers] = process.argv.slice(2).map((path) =>
	JSON.parse(fs.readFileSync(path, "utf8")));

function tell(name, right, what) {
	console.log(JSON.stringify([name, Boolean(right), what]));
}

// Amazon: who asks, proved by aws4.
function amazon(c) {
	const { Authorization: ours, ...headers } = c.headers;
	const asked = aws4.sign({
		host: new URL(c.url).host, path: "/", method: c.method, headers,
		service: "translate", region: c.options.region,
		body: JSON.stringify(c.json),
		extraHeadersToIgnore: { "content-length": true },
	}, {
		accessKeyId: c.options.access_key_id,
		secretAccessKey: c.options.secret_access_key,
	});

	tell(c.case, asked.headers.Authorization === ours,
		asked.headers.Authorization);
}

// Google: the claim, verified by jsonwebtoken.
function google(c) {
	const robot = c.options.service_account;
	const form = new URLSearchParams(c.body);
	const claim = jwt.verify(form.get("assertion"),
		crypto.createPublicKey(robot.private_key),
		{ algorithms: ["RS256"], clockTimestamp: c.now / 1000 });

	tell(c.case, claim.iss === robot.client_email &&
		claim.aud === robot.token_uri && claim.iat === c.now / 1000 &&
		claim.exp - claim.iat === 3600, claim);
}

// A DeepL that answers what it is told to, and keeps what it is asked.
function serve() {
	const peer = { status: 200, body: "", asked: null };

	peer.server = http.createServer((request, response) => {
		let body = "";
		request.on("data", (bytes) => { body += bytes; });
		request.on("end", () => {
			peer.asked = { headers: request.headers, body,
				path: request.url };
			response.writeHead(peer.status,
				{ "Content-Type": "application/json" });
			response.end(peer.body);
		});
	});
	return new Promise((begun) => peer.server.listen(0, "127.0.0.1",
		() => begun(peer)));
}

// What it sends, as JSON or as a form.
function fields(asked) {
	if ((asked.headers["content-type"] || "").startsWith("application/json"))
		return JSON.parse(asked.body);
	const form = new URLSearchParams(asked.body);
	const found = Object.fromEntries(form);
	found.text = form.getAll("text");
	if (found.ignore_tags !== undefined)
		found.ignore_tags = found.ignore_tags.split(",");
	return found;
}

async function deeplRequest(peer, c) {
	const base = `http://127.0.0.1:${peer.server.address().port}`;
	const client = new deepl.Translator(c.options.api_key,
		{ serverUrl: base, maxRetries: 0 });
	const j = c.json;

	peer.status = 200;
	peer.body = JSON.stringify({ translations: [
		{ detected_source_language: j.source_lang, text: "x" }] });
	await client.translateText(j.text, j.source_lang, j.target_lang, {
		formality: j.formality, tagHandling: j.tag_handling,
		ignoreTags: j.ignore_tags });
	const theirs = fields(peer.asked);
	const same = Object.keys(j).every((key) =>
		JSON.stringify(theirs[key]).toLowerCase() ===
			JSON.stringify(j[key]).toLowerCase());
	tell(c.case, same && peer.asked.path === "/v2/translate" &&
		peer.asked.headers.authorization === c.headers.Authorization,
		theirs);
}

// Our word for what its own library makes of an answer.
async function understood(peer, c) {
	const client = new deepl.Translator("k", { maxRetries: 0,
		serverUrl: `http://127.0.0.1:${peer.server.address().port}` });

	peer.status = c.status;
	peer.body = typeof c.body === "string" ? c.body : JSON.stringify(c.body);
	try {
		const told = await client.translateText("x", "en", "es");
		return ["sent", told.text];
	} catch (error) {
		if (error instanceof deepl.QuotaExceededError)
			return ["sick", "quota"];
		if (error instanceof deepl.AuthorizationError ||
		    error instanceof deepl.TooManyRequestsError)
			return ["sick", error.message];
		return ["other", error.message];
	}
}

// Where its library has a name for what is wrong we have the same.
async function deeplAnswer(peer, c) {
	const [outcome, what] = await understood(peer, c);
	const right = outcome === "other" ? c.outcome !== "sent" :
		outcome === c.outcome &&
		(outcome !== "sent" || what === c.text) &&
		(what !== "quota" || c.quota === true);

	tell(c.case, right, [outcome, what]);
}

async function main() {
	const peer = await serve();

	for (const c of requests) {
		if (c.service === "amazon")
			amazon(c);
		else if (c.service === "google" && c.ask)
			google(c);
		else if (c.service === "deepl")
			await deeplRequest(peer, c);
	}
	for (const c of answers.answers)
		if (c.service === "deepl" && c.status >= 200 &&
		    [200, 400, 403, 429, 456].includes(c.status) &&
		    typeof c.body === "object" && !Array.isArray(c.body) &&
		    (c.status !== 200 || c.body.translations.length > 0))
			await deeplAnswer(peer, c);
	peer.server.close();
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
