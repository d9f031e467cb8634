import { summary } from './products.js';

const MAX_RESULTS = 20;

/** The first products, in the catalogue's order, that contain every word of the query. */
export function search({ products }, query) {
  const words = query.toLowerCase().split(/\s+/);
  const found = products.filter(({ text }) => words.every((word) => text.includes(word)));
  return { query, total: found.length, products: found.slice(0, MAX_RESULTS).map(summary) };
}
