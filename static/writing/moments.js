/* What a typed day and time mean, said at once. Without this file the page says it after each save. */
"use strict";

(() => {
  const DAY = 86400000; // milliseconds
  const language = document.documentElement.lang || "en";
  const UNITS = [["year", 365 * DAY], ["month", 30 * DAY], ["week", 7 * DAY], ["day", DAY], ["hour", 3600000], ["minute", 60000]];

  /* What the zone's clock shows at a moment, as if it were UTC's. */
  function clock(zone, moment) {
    const made = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    });
    const part = Object.fromEntries(made.formatToParts(moment).map((one) => [one.type, Number(one.value)]));
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
  }

  /* The moments at which the zone's clock shows a time: one, or none or two on a day when it is turned. */
  function momentsOf(local, zone) {
    const offsets = new Set([-DAY, 0, DAY].map((far) => clock(zone, local + far) - (local + far)));
    return [...offsets].map((offset) => local - offset).filter((moment) => clock(zone, moment) === local);
  }

  function away(moment, now) {
    const far = moment - now;
    const found = UNITS.find(([, size]) => Math.abs(far) >= size);
    if (!found) return null;
    return new Intl.RelativeTimeFormat(language).format(Math.trunc(far / found[1]), found[0]);
  }

  function said(local, moment, box) {
    const zone = box.dataset.moment;
    const long = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" };
    const at = (value, options) => new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options).format(value);
    const sameDay = Math.floor(local / DAY) === Math.floor(moment / DAY);
    const utc = sameDay ? at(moment, time) : `${at(moment, { day: "numeric", month: "long", timeZone: "UTC" })}, ${at(moment, time)}`;
    const words = `${at(local, long).replace(/^(\p{L}+),/u, "$1")}, ${at(local, time)} ${zone}`;
    return `${words}${zone === "UTC" ? "" : ` = ${utc} UTC`}, ${away(moment, Date.now()) || box.dataset.now}`;
  }

  function follow(box) {
    const [day, time] = box.querySelectorAll("input[type=date], input[type=time]");
    const line = box.querySelector(".moment-said");
    if (!day || !time) return;
    box.addEventListener("input", (event) => {
      if (event.target.type === "radio") return;
      // Another time is another question; the page asks it when it is sent.
      const meant = box.querySelector("input[type=hidden]");
      if (meant) meant.value = "";
      const asked = box.querySelector(".moment-asked");
      if (asked) asked.remove();
      const local = Date.parse(`${day.value}T${time.value}Z`);
      if (Number.isNaN(local)) {
        line.textContent = "";
        return;
      }
      const moments = momentsOf(local, box.dataset.moment);
      line.textContent = moments.length === 1 ? said(local, moments[0], box) : box.dataset.turned;
    });
  }

  // The admin puts the scripts of a form's fields into the page's head, before there are any fields.
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-moment]").forEach(follow));
})();
