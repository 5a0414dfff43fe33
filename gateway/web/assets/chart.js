/*
 * Charts: arrow keys go from value to value and say it, and a button saves the
 * chart as a picture.  The numbers stand in the table below all the same.
 */

import { say } from "./swap.js";

/**
 * @param {SVGElement} svg
 */
function keys(svg) {
	const points = [...svg.querySelectorAll("[data-point]")];
	let at = -1;

	svg.setAttribute("tabindex", "0");
	svg.addEventListener("keydown", (event) => {
		const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1,
		    ArrowUp: -1 }[event.key];

		if (step === undefined || points.length === 0)
			return;
		event.preventDefault();
		points[at]?.removeAttribute("stroke");
		at = (at + step + points.length) % points.length;
		points[at].setAttribute("stroke", "#1b1f23");
		points[at].setAttribute("stroke-width", "3");
		say(points[at].querySelector("title")?.textContent);
	});
}

/**
 * The drawing as a picture, twice as large, on white.  Only its attributes
 * count there, and no style of the page.
 *
 * @param {SVGElement} svg
 * @param {string} name
 */
function save(svg, name) {
	const box = /** @type {SVGSVGElement} */ (svg).viewBox.baseVal;
	const canvas = document.createElement("canvas");
	const image = new Image();
	const url = URL.createObjectURL(new Blob(
	    [new XMLSerializer().serializeToString(svg)],
	    { type: "image/svg+xml" }));

	canvas.width = box.width * 2;
	canvas.height = box.height * 2;
	image.onload = () => {
		const pen = canvas.getContext("2d");

		if (pen === null)
			return;
		pen.fillStyle = "#fff";
		pen.fillRect(0, 0, canvas.width, canvas.height);
		pen.drawImage(image, 0, 0, canvas.width, canvas.height);
		URL.revokeObjectURL(url);
		canvas.toBlob((blob) => {
			const link = document.createElement("a");

			if (blob === null)
				return;
			link.href = URL.createObjectURL(blob);
			link.download = name + ".png";
			link.click();
			URL.revokeObjectURL(link.href);
		});
	};
	image.src = url;
}

export function charts() {
	for (const svg of document.querySelectorAll("[data-chart] svg"))
		keys(/** @type {SVGElement} */ (svg));
	for (const tools of document.querySelectorAll("[data-chart-tools]")) {
		const svg = tools.parentElement?.querySelector(
		    "[data-chart] svg");
		const button = tools.querySelector("[data-chart-png]");

		if (!svg || !button)
			continue;
		/** @type {HTMLElement} */ (tools).hidden = false;
		button.addEventListener("click", () =>
		    save(/** @type {SVGElement} */ (svg),
		    button.getAttribute("data-chart-png") ?? "chart"));
	}
}
