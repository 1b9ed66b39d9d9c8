// Puts numbers and names into the texts that the page holds: the catalogue is the server's.

const language = document.documentElement.lang;
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** Returns a number with its thousands apart. */
export const number = (n) => numbers.format(n);

/** Returns a text with the names in braces replaced. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? (typeof values[name] === "number" ? number(values[name]) : values[name]) : whole));

/** Returns the form for n of the texts data-NAME-one and data-NAME-other of a node. */
export const count = (node, n, values = {}, name = "n") => {
  const form = plurals.select(n) === "one" ? "one" : "other";
  return fill(node.getAttribute(`data-${name}-${form}`), { n, ...values });
};
