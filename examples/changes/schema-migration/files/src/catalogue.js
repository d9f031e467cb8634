/** Stands for the nightly export of the warehouse: the same 5,000 products at every start. */
const SIZE = 5000;
const THINGS = [
  'teapot',
  'bowl',
  'lamp',
  'stool',
  'basket',
  'blanket',
  'jug',
  'mirror',
  'shelf',
  'vase',
  'tray',
  'rug',
];
const MATERIALS = ['oak', 'enamel', 'linen', 'steel', 'glass', 'wool', 'ceramic', 'bamboo'];
const FINISHES = ['natural', 'matte', 'polished'];
const CATEGORIES = ['kitchen', 'living', 'bath', 'garden'];
const PLACES = ['Porto', 'Ghent', 'Aarhus', 'Kyoto', 'Oaxaca', 'Tartu', 'Graz'];
const OPINIONS = ['Lovely.', 'As described.', 'Smaller than I thought.', 'Bought it again.', 'Arrived quickly.'];

export function loadCatalogue() {
  const all = Array.from({ length: SIZE }, (_, i) => product(i));
  return { products: all.filter(isOnSale), byId: new Map(all.map((p) => [p.id, p])) };
}

/** Lists and search show what is still made; the page of a discontinued product stays. */
export function isOnSale({ discontinuedAt }) {
  return discontinuedAt === null;
}

function product(i) {
  const pick = (list, step) => list[Math.floor(i / step) % list.length];
  const [thing, material, finish] = [pick(THINGS, 1), pick(MATERIALS, 12), pick(FINISHES, 5)];
  const name = `${material[0].toUpperCase()}${material.slice(1)} ${thing} No. ${i + 1}`;
  const description =
    `A ${finish} ${thing} of ${material}, made in ${pick(PLACES, 7)} by a workshop of ${3 + (i % 9)} people. ` +
    `Each piece is finished by hand, so colour and grain differ a little from one to the next. ` +
    `Wipe it with a soft cloth, keep it dry, and it will outlive its owner; we repair every ${thing} that we sold.`;
  return {
    id: `p-${String(i + 1).padStart(4, '0')}`,
    name,
    category: pick(CATEGORIES, 3),
    description,
    priceCents: 900 + ((i * 7919) % 24_000),
    reviews: reviews(i),
    discontinuedAt: null,
    text: `${name} ${description}`.toLowerCase(),
  };
}

/** Up to five reviews; what came into the catalogue last month, a tenth of it, has none yet. */
function reviews(i) {
  const count = i % 10 === 6 ? 0 : 1 + ((i * 31) % 5);
  return Array.from({ length: count }, (_, k) => ({
    stars: 2 + ((i + 3 * k) % 4),
    text: OPINIONS[(i + k) % OPINIONS.length],
  }));
}
