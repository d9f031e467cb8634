/** Uniform numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function uniform(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PRODUCTS = 5000;
/** What people look for: things and materials, and often just a finish, which a third of the catalogue has. */
const NARROW = ['oak+lamp', 'enamel+teapot', 'wool+blanket', 'glass+vase', 'bamboo+tray', 'linen+basket+ghent'];
const BROAD = ['natural', 'matte', 'polished'];

/**
 * The path of one visitor's request. Half of the requests are product pages, any product equally often; every fourth is
 * a page of the list; 15 % are searches, about half of them broad; the rest are carts.
 */
export function requestPath(draw: () => number): string {
  const one = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const product = () => `p-${String(1 + Math.floor(draw() * PRODUCTS)).padStart(4, '0')}`;
  const kind = draw();
  if (kind < 0.5) return `/products/${product()}`;
  // Most visitors never leave the first pages.
  if (kind < 0.75) return `/products?page=${1 + Math.floor(100 * draw() ** 4)}`;
  if (kind < 0.83) return `/search?q=${one(NARROW)}`;
  if (kind < 0.9) return `/search?q=${one(BROAD)}`;
  const items = Array.from(
    { length: 1 + Math.floor(draw() * 4) },
    () => `${product()}:${1 + Math.floor(12 * draw() ** 3)}`,
  );
  return `/cart/total?items=${items.join(',')}`;
}
