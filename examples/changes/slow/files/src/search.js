import { summary } from './products.js';

const MAX_RESULTS = 20;
const NAME_WEIGHT = 3;

/** The products that contain every word of the query, best match first, then the cheapest. */
export function search({ products }, query) {
  const words = query.toLowerCase().split(/\s+/);
  const found = products
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .sort((a, b) => relevance(b, words) - relevance(a, words) || a.priceCents - b.priceCents);
  return { query, total: found.length, products: found.slice(0, MAX_RESULTS).map(summary) };
}

/** How well a product fits the words: those in its name count more than those in its description. */
function relevance({ name, description }, words) {
  const inName = tokens(name);
  const inDescription = tokens(description);
  return words.reduce(
    (score, word) => score + NAME_WEIGHT * occurrences(inName, word) + occurrences(inDescription, word),
    0,
  );
}

function tokens(text) {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
}

function occurrences(tokens, word) {
  return tokens.filter((token) => token.startsWith(word)).length;
}
