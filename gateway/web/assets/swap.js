/*
 * HTML of our own comes into the page here and nowhere else: by the one policy
 * that the Content-Security-Policy allows, and parsed apart from the page, so
 * that nothing in it runs.
 */

/**
 * @typedef {{createHTML: (html: string) => any}} Policy
 * @type {Policy}
 */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy(
    "homeline-fragment", { createHTML: (/** @type {string} */ s) => s }) ??
    { createHTML: (s) => s };

/**
 * What a fragment of the server says, not in the page yet.
 *
 * @param {string} html
 * @returns {HTMLElement}
 */
export function parse(html) {
	return new DOMParser().parseFromString(policy.createHTML(html),
	    "text/html").body;
}

/**
 * Whether the focus is in there, and would be lost.
 *
 * @param {Element} box
 * @returns {boolean}
 */
export function held(box) {
	const at = document.activeElement;

	return at !== null && at !== document.body && box.contains(at);
}

/**
 * Says something politely to who cannot see it.
 *
 * @param {string | null | undefined} words
 */
export function say(words) {
	const status = document.querySelector("[data-status]");

	if (status !== null && words)
		status.textContent = words;
}

/**
 * What is fresh comes in the place of what is in the box.  What was opened
 * stays open, and an element [data-say] of it is said.
 *
 * @param {Element} box
 * @param {Element} fresh
 */
export function swap(box, fresh) {
	for (const was of box.querySelectorAll("details[open][id]"))
		fresh.querySelector("#" + CSS.escape(was.id))
		    ?.setAttribute("open", "");
	say(fresh.querySelector("[data-say]")?.textContent?.trim());
	box.replaceChildren(...fresh.childNodes);
	box.dispatchEvent(new CustomEvent("swapped", { bubbles: true }));
}
