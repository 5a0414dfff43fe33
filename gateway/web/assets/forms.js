/*
 * What a form gains by script: it is sent once, Ctrl+Enter sends it, what is
 * typed is kept as a draft, and shown as it will arrive, while it is typed.
 * Each is asked for by an attribute (templates/README.md) and none is needed.
 */

import { parse, say, swap } from "./swap.js";

const DRAFT = 2000, PREVIEW = 400, SUGGEST = 200;	/* ms of rest */
const WAITS = 1000, LOOKS = 20;			/* ms; tries */
const AGAIN = 8000;	/* A file came, and the page stayed. */

/** @param {HTMLFormElement} form @returns {URLSearchParams} */
function fields(form) {
	const all = new URLSearchParams();

	for (const [name, value] of new FormData(form))
		if (typeof value === "string")
			all.append(name, value);
	return all;
}

/**
 * Calls then() when nothing was typed for so long.
 *
 * @param {Element} form
 * @param {number} rest
 * @param {() => void} then
 */
function rested(form, rest, then) {
	let timer = 0;

	form.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(then, rest);
	});
}

/** @param {HTMLFormElement} form @param {boolean} sent */
function mark(form, sent) {
	form.toggleAttribute("data-sent", sent);
	for (const button of form.querySelectorAll("button"))
		if (sent)
			button.setAttribute("aria-disabled", "true");
		else
			button.removeAttribute("aria-disabled");
}

/** @param {SubmitEvent} event */
function once(event) {
	const form = event.target;

	if (!(form instanceof HTMLFormElement) || form.method !== "post" ||
	    event.defaultPrevented)
		return;
	if ("sent" in form.dataset)
		event.preventDefault();
	else {
		mark(form, true);
		setTimeout(mark, AGAIN, form, false);
	}
}

/** @param {KeyboardEvent} event */
function keys(event) {
	const at = event.target;

	if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) ||
	    !(at instanceof HTMLTextAreaElement) || !("keys" in at.dataset))
		return;
	event.preventDefault();
	at.form?.requestSubmit();
}

/** @param {HTMLFormElement} form */
function draft(form) {
	let kept = fields(form).toString();
	const keep = async () => {
		const now = fields(form).toString();

		if (now === kept || "sent" in form.dataset)
			return;
		const answer = await fetch(form.dataset.draft ?? "", {
			method: "POST",
			body: new URLSearchParams(now),
			keepalive: true,
			redirect: "manual",
		}).catch(() => null);

		if (answer === null || answer.status >= 400)
			return;
		kept = now;
		const place = form.querySelector("[data-saved]");

		if (place instanceof HTMLElement)
			place.hidden = false;
		say(place?.textContent);
	};

	rested(form, DRAFT, keep);
	addEventListener("pagehide", keep);
	document.addEventListener("visibilitychange", keep);
}

/**
 * What was wrong is not wrong any more: the fresh preview says so.
 *
 * @param {HTMLFormElement} form
 * @param {Element} into
 */
function calm(form, into) {
	if (into.querySelector("[data-fine]") === null)
		return;
	for (const old of document.querySelectorAll(".errors, [data-told]"))
		old.remove();
	for (const old of form.querySelectorAll(".error"))
		if (!into.contains(old))
			old.remove();
	for (const field of form.querySelectorAll(".wrong"))
		field.classList.remove("wrong");
	for (const input of form.querySelectorAll("[aria-invalid]")) {
		const about = input.getAttribute("aria-describedby") ?? "";

		input.removeAttribute("aria-invalid");
		input.setAttribute("aria-describedby",
		    about.replace(/\S+-error/, "").trim());
	}
}

/**
 * The answer of the last request that was made comes into the box.
 *
 * @param {HTMLFormElement} form
 * @param {(all: URLSearchParams, signal: AbortSignal) => Promise<Response> |
 *     null} request
 */
function fetcher(form, request) {
	let running = new AbortController(), looks = 0;
	const look = async () => {
		const into = document.getElementById(form.dataset.into ?? "");

		running.abort();
		running = new AbortController();
		const { signal } = running;

		try {
			const answer = await request(fields(form), signal);

			if (answer === null)
				into?.replaceChildren();
			else if (into !== null &&
			    (answer.ok || answer.status === 422)) {
				swap(into, parse(await answer.text()));
				calm(form, into);
				/* A translator is asked: look again. */
				if (into.querySelector("[data-waits]") !==
				    null && looks++ < LOOKS)
					setTimeout(() => signal.aborted ||
					    look(), WAITS);
			}
		} catch {
			/* Another one follows, or it is shown when sent. */
		}
	};

	return () => {
		looks = 0;
		return look();
	};
}

/** @param {HTMLFormElement} form */
function preview(form) {
	rested(form, PREVIEW, fetcher(form, (all, signal) =>
	    fetch(form.dataset.preview ?? "", {
		method: "POST",
		body: all,
		signal,
		headers: { "X-Fragment": form.dataset.fragment ?? "preview" },
		redirect: "error",
	    })));
}

/** @param {HTMLFormElement} form */
function suggest(form) {
	const input = /** @type {HTMLInputElement | null} */ (
	    form.querySelector("input[type=search]"));

	rested(form, SUGGEST, fetcher(form, (all, signal) =>
	    input !== null && input.value.trim().length < 2 ? null :
	    fetch(form.action + "?" + all, {
		signal,
		headers: { "X-Fragment": form.dataset.suggest ?? "" },
		redirect: "error",
	    })));
	document.addEventListener("keydown", (event) => {
		const into = document.getElementById(form.dataset.into ?? "");
		const links = [...into?.querySelectorAll("a") ?? []];
		const at = links.findIndex((a) => a === document.activeElement);
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;

		if (step === 0 || (at < 0 && document.activeElement !== input))
			return;
		(at + step < 0 ? input : links[at + step])?.focus();
		event.preventDefault();
	});
}

/** @param {HTMLElement} list Its words become buttons that type them. */
function insert(list) {
	const into = document.getElementById(list.dataset.insert ?? "");

	if (!(into instanceof HTMLTextAreaElement))
		return;
	for (const place of list.querySelectorAll("code")) {
		const button = document.createElement("button");

		button.type = "button";
		button.className = "chip mark";
		button.dir = "auto";
		button.textContent = place.textContent;
		button.addEventListener("click", () => {
			into.setRangeText(button.textContent ?? "",
			    into.selectionStart, into.selectionEnd, "end");
			into.dispatchEvent(new Event("input",
			    { bubbles: true }));
			into.focus();
		});
		place.replaceWith(button);
	}
}

/** @param {HTMLElement} box Counts down what it has left, and hides. */
function count(box) {
	const end = Date.now() + Number(box.dataset.left) * 1000;
	const place = box.querySelector("[data-seconds]");
	const tick = () => {
		const left = Math.ceil((end - Date.now()) / 1000);

		if (!box.isConnected)
			return;
		if (place !== null)
			place.textContent = String(Math.max(left, 0));
		if (left > 0)
			setTimeout(tick, 250);
		else {
			if (box.contains(document.activeElement))
				document.querySelector("main")?.focus();
			box.hidden = true;
			document.dispatchEvent(new Event("counted"));
		}
	};

	tick();
}

/** @param {MouseEvent} event The summary leads into the field itself. */
function lead(event) {
	const link = event.target;

	if (link instanceof HTMLAnchorElement && link.closest(".errors"))
		document.getElementById(link.hash.slice(1))?.focus();
}

/**
 * @param {string} selector
 * @param {(form: HTMLFormElement) => void} gain
 */
function each(selector, gain) {
	for (const form of document.querySelectorAll(selector))
		if (form instanceof HTMLFormElement)
			gain(form);
}

function counts() {
	for (const box of document.querySelectorAll("[data-left]"))
		if (box instanceof HTMLElement && !("counts" in box.dataset)) {
			box.dataset.counts = "";
			count(box);
		}
}

/*
 * A page that answered a form stands in the history as the page that has the
 * form, so Back does not ask whether to send it once more.
 */
function settle() {
	if ("posted" in document.body.dataset &&
	    document.referrer.startsWith(location.origin + "/"))
		history.replaceState(null, "", document.referrer);
}

/** @param {Event} event What is below "More" goes when one looks elsewhere. */
function fold(event) {
	const at = event.target;

	for (const more of document.querySelectorAll("details.more[open]")) {
		if (event instanceof KeyboardEvent) {
			if (event.key !== "Escape")
				return;
			more.querySelector("summary")?.focus();
		} else if (at instanceof Node && more.contains(at))
			continue;
		more.removeAttribute("open");
	}
}

export function forms() {
	settle();
	for (const kind of ["click", "focusin", "keydown"])
		document.addEventListener(kind, fold);
	document.addEventListener("submit", once);
	document.addEventListener("keydown", keys);
	document.addEventListener("click", lead);
	document.addEventListener("swapped", counts);
	/* Who comes back by "Back" may send again; its key is the same. */
	addEventListener("pageshow", () =>
	    each("form[data-sent]", (form) => mark(form, false)));
	each("form[data-draft]", draft);
	each("form[data-preview]", preview);
	each("form[data-suggest]", suggest);
	for (const list of document.querySelectorAll("[data-insert]"))
		insert(/** @type {HTMLElement} */ (list));
	counts();
	/** @type {HTMLElement | null} */ (
	    document.querySelector("[data-focus]"))?.focus();
}
