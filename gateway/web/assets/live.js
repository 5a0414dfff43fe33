/*
 * A page in view asks every 5 s whether anything changed, and fetches its
 * boxes [data-live="NAME"] again when it did: the same page, of which the
 * server makes only the partial NAME.  Nothing that has the focus is replaced.
 * While what changes is not on this page it asks less and less often.
 *
 * data-live		the whole of the box is replaced
 * data-live-list	things [data-key] that are there change where they
 *			stand; new ones wait behind a button
 * data-live-log	the same, but new ones follow the last one
 */

import { held, parse, say, swap } from "./swap.js";

const SOON = 1500, OFTEN = 5000, SELDOM = 30000, IDLE = 120000;	/* ms */
const OFF = "homeline-live";

/** @type {Map<HTMLElement, string>} What each box was made of last. */
const shown = new Map();
let timer = 0, failed = 0, vain = 0, touched = Date.now();
let busy = false, ended = false;

/** @returns {HTMLElement[]} */
function boxes() {
	return [...document.querySelectorAll("[data-live]")].map((box) =>
	    /** @type {HTMLElement} */ (box));
}

/** @returns {boolean} */
function paused() {
	try {
		return localStorage.getItem(OFF) === "off";
	} catch {
		return false;
	}
}

/** @param {string} name @returns {string} */
function words(name) {
	return /** @type {HTMLElement | null} */ (
	    document.querySelector("[data-status]"))?.dataset[name] ?? "";
}

/** @param {Element} box @returns {Map<string, HTMLElement>} */
function keyed(box) {
	return new Map([...box.querySelectorAll("[data-key]")].map((e) => {
		const item = /** @type {HTMLElement} */ (e);

		return [item.dataset.key ?? "", item];
	}));
}

/**
 * A button before the list; what came shows when it is pressed.
 *
 * @param {HTMLElement} box
 * @param {Element} fresh
 */
function offer(box, fresh) {
	const old = box.previousElementSibling;
	const pill = document.createElement("button");

	if (old?.matches(".pill"))
		old.remove();
	pill.type = "button";
	pill.className = "button secondary pill";
	pill.textContent = words("new");
	pill.addEventListener("click", () => {
		pill.remove();
		swap(box, fresh);
		/** @type {HTMLElement | null} */ (
		    box.querySelector("a, button"))?.focus();
	});
	box.before(pill);
	if (!old?.matches(".pill"))
		say(pill.textContent);
}

/**
 * Things change where they stand.  Returns those that are new.
 *
 * @param {HTMLElement} box
 * @param {Element} fresh
 * @returns {HTMLElement[]}
 */
function merge(box, fresh) {
	const there = keyed(box);
	const came = [];

	for (const [key, item] of keyed(fresh)) {
		const old = there.get(key);

		if (old === undefined)
			came.push(item);
		else if (old.outerHTML !== item.outerHTML && !held(old))
			old.replaceWith(item.cloneNode(true));
	}
	return came;
}

/**
 * New things of a log stand below; who was at the end stays there.
 *
 * @param {HTMLElement} box
 * @param {HTMLElement[]} came
 */
function append(box, came) {
	const last = [...keyed(box).values()].pop();
	const low = innerHeight + scrollY > document.body.scrollHeight - 200;

	last?.after(...came);
	if (low && came.length > 0)
		came[came.length - 1].scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} box @param {string} html */
function show(box, html) {
	const fresh = parse(html);

	if ("liveList" in box.dataset || "liveLog" in box.dataset) {
		if (keyed(box).size > 0 && keyed(fresh).size > 0) {
			const came = merge(box, fresh);

			if ("liveLog" in box.dataset)
				append(box, came);
			else if (came.length > 0)
				offer(box, parse(html));
			return true;
		}
	}
	if (held(box))
		return false;
	swap(box, fresh);
	return true;
}

/** @param {HTMLElement} box */
async function refresh(box) {
	const answer = await fetch(location.href, {
		headers: { "X-Fragment": box.dataset.live ?? "" },
		cache: "no-store",
		redirect: "error",
	});

	if (answer.status === 401) {
		ended = true;
		say(words("signedOut"));
	}
	if (!answer.ok)
		return;
	const html = await answer.text();

	if (shown.get(box) === html)
		return;
	/* What could not be shown is fetched again at the next turn. */
	if (show(box, html))
		shown.set(box, html);
	else
		box.dataset.stale = "";
	vain = 0;
}

async function ask() {
	const answer = await fetch("/since/" + document.body.dataset.version,
	    { cache: "no-store", redirect: "error" });

	if (answer.status !== 304 && !answer.ok)
		throw new Error("status " + answer.status);
	const stale = boxes().filter((box) => "stale" in box.dataset);

	for (const box of stale)
		delete box.dataset.stale;
	if (answer.status === 304) {
		await Promise.all(stale.map(refresh));
		return;
	}
	const { version } = await answer.json();

	vain++;
	await Promise.all(boxes().map(refresh));
	document.body.dataset.version = String(version);
}

/** @returns {number} Something on the page may end at any moment: [data-soon]. */
function rest() {
	return document.querySelector("[data-soon]") !== null && vain < 20 ?
	    SOON : Math.min(OFTEN * Math.max(vain, 1), SELDOM);
}

async function turn() {
	clearTimeout(timer);
	if (busy || ended || document.hidden || paused())
		return;
	busy = true;
	try {
		await ask();
		failed = 0;
	} catch {
		if (++failed === 2)
			say(words("lost"));
	}
	busy = false;
	timer = setTimeout(turn, failed > 1 || Date.now() - touched > IDLE ?
	    SELDOM : rest());
}

/** @param {HTMLElement} button */
function control(button) {
	const on = button.textContent ?? "", off = button.dataset.off ?? "";
	const label = () => {
		button.textContent = paused() ? off : on;
	};

	button.hidden = false;
	label();
	button.addEventListener("click", () => {
		localStorage.setItem(OFF, paused() ? "on" : "off");
		label();
		turn();
	});
}

export function live() {
	const button = document.querySelector("[data-live-switch]");

	if (boxes().length === 0)
		return;
	if (button !== null)
		control(/** @type {HTMLElement} */ (button));
	document.addEventListener("visibilitychange", turn);
	/* What somebody could take back has gone. */
	document.addEventListener("counted", () => setTimeout(turn, 1500));
	for (const kind of ["pointerdown", "keydown", "scroll"])
		addEventListener(kind, () => {
			const rested = Date.now() - touched > IDLE;

			touched = Date.now();
			vain = 0;
			if (rested)
				turn();
		}, { passive: true });
	timer = setTimeout(turn, rest());
}
