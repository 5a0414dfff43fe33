/*
 * Who does nothing for 20 minutes is signed out (store/session.h).  Two
 * minutes before, a banner says so, and its button asks for a page, which is
 * something.  What a page does by itself does not count.
 */

import { say } from "./swap.js";

const WARNED = 120;	/* s before the end */

/** @param {HTMLElement} banner @param {number} left s */
function wait(banner, left) {
	banner.hidden = true;
	setTimeout(() => {
		banner.hidden = false;
		say(banner.querySelector("p")?.textContent);
	}, Math.max(left - WARNED, 0) * 1000);
}

/** @param {HTMLElement} banner @param {number} left s */
async function stay(banner, left) {
	const answer = await fetch("/me", { cache: "no-store",
	    redirect: "manual" });

	if (answer.ok)
		wait(banner, left);
	else
		location.reload();
}

export function session() {
	const banner = /** @type {HTMLElement | null} */ (
	    document.querySelector("[data-session]"));
	const left = Number(banner?.dataset.session);

	if (banner === null || !(left > 0))
		return;
	banner.querySelector("button")?.addEventListener("click",
	    () => stay(banner, left).catch(() => location.reload()));
	wait(banner, left);
}
