// Twilio's own calculator beside ours, on random texts in all scripts: it
// prints what is measured otherwise, and why, or that nobody can say why.
//
//	node segments.js MEASURE TEXTS SEED
//
// MEASURE (../measure.c) reads a text as JSON in each line and prints its
// encoding, the units of its parts, and of its graphemes as ICU has them.
"use strict";

const { spawnSync } = require("node:child_process");
const { SegmentedMessage } = require("sms-segments-calculator");
const Splitter = require("grapheme-splitter");

const PART = 67;
const [measure, texts, first] = [process.argv[2], ...process.argv.slice(3)
    .map(Number)];

// Runs of characters to draw from; a text takes one or several of them.
const RUNS = [
	[0x20, 0x7e], [0x41, 0x5a], [0x61, 0x7a], [0x61, 0x7a],
	[0xa1, 0xff], [0x100, 0x17f], [0x250, 0x25b],		// Latin
	[0x391, 0x3a9], [0x3b1, 0x3c9], [0x410, 0x44f],		// Greek, Cyrillic
	[0x1ea0, 0x1ef9], [0x300, 0x32f],			// Vietnamese, marks
	[0x5d0, 0x5ea], [0x620, 0x64a], [0x64b, 0x655], [0x671, 0x6d3],
	[0x900, 0x970], [0x915, 0x94d], [0x980, 0x9fe], [0x1200, 0x1248],
	[0xe01, 0xe4d], [0x1000, 0x104f], [0x1780, 0x17d3],	// Thai to Khmer
	[0x4e00, 0x4eff], [0x3041, 0x3096], [0xac00, 0xacff], [0x1100, 0x11ff],
	[0x2010, 0x2026], [0x200b, 0x200d], [0xfe0f, 0xfe0f], [0x20ac, 0x20ac],
	[0x1f300, 0x1f64f], [0x1f1e6, 0x1f1ff], [0x1f3fb, 0x1f3ff],
	[0x1f468, 0x1f469], [0x10400, 0x1044f], [0x1e900, 0x1e943],
];

let state = first * 7919 + 104729;

function chance(below) {
	state ^= state << 13;
	state ^= state >>> 17;
	state ^= state << 5;
	return (state >>> 0) % below;
}

// Seeds that are near each other begin alike.
for (let i = 0; i < 100; i++)
	chance(2);

function text() {
	const runs = Array.from({ length: 1 + chance(4) },
	    () => RUNS[chance(chance(3) === 0 ? 4 : RUNS.length)]);
	const most = [12, 75, 165, 340, 500][chance(5)];
	let out = "";

	for (let left = chance(most); left > 0; left--) {
		const [from, to] = runs[chance(runs.length)];

		out += chance(7) === 0 ? " " :
		    String.fromCodePoint(from + chance(to - from + 1));
	}
	return out.normalize("NFC");
}

// The units of the parts, greedily; a grapheme longer than a part begins one,
// and is cut between characters.
function pack(graphemes, units) {
	const parts = [];
	let used = 0;

	function add(piece) {
		if (used + piece.length > PART) {
			parts.push(used);
			used = 0;
		}
		used += piece.length;
	}
	for (const one of graphemes) {
		if (one.length <= PART) {
			add(one);
			continue;
		}
		if (used > 0)
			parts.push(used);
		used = 0;
		for (const character of one)
			add(character);
	}
	return units <= 70 ? [units] : [...parts, used];
}

// Why the two may differ: null when nothing is known that would explain it.
function why(text, ours) {
	const theirs = new Splitter().splitGraphemes(text);
	let end = 0;
	const now = ours.graphemes.map(
	    (length) => text.slice(end, end += length));

	if (ours.encoding !== "UCS-2" ||
	    String(pack(now, text.length)) !== String(ours.parts))
		return null;
	if (now.some((g) => g.length > PART))
		return "a grapheme longer than a part is cut between characters";
	return String(theirs) !== String(now) ?
	    "the calculator's graphemes are those of an older Unicode" : null;
}

function theirs(text) {
	const m = new SegmentedMessage(text);

	return { encoding: m.encodingName, parts: m.segments.map(
	    (s) => s.messageSizeInBits() / (m.encodingName === "UCS-2" ? 16 :
	    7)) };
}

const list = Array.from({ length: texts }, text);
const told = spawnSync(measure, [], { maxBuffer: 1 << 30,
    input: list.map((t) => JSON.stringify([t])).join("\n") + "\n" });
const ours = told.stdout.toString().trim().split("\n").map(
    (line) => JSON.parse(line));
const reasons = {};
let unexplained = 0;

if (told.status !== 0 || ours.length !== list.length)
	throw new Error(`${measure} ended with ${told.status}`);
list.forEach((t, i) => {
	const his = theirs(t);

	if (his.encoding === ours[i].encoding && (t === "" ||
	    String(his.parts) === String(ours[i].parts)))
		return;
	const reason = why(t, ours[i]);

	if (reason !== null) {
		reasons[reason] = (reasons[reason] || 0) + 1;
		return;
	}
	if (unexplained++ < 5)
		console.log(JSON.stringify({ text: t, his, ours: ours[i] }));
});
console.log(`${texts} texts from seed ${first}`);
for (const [reason, count] of Object.entries(reasons))
	console.log(`${count}: ${reason}`);
console.log(`${unexplained} that nobody can explain`);
process.exit(unexplained === 0 ? 0 : 1);
