/** Percent off one line of the cart, from so many pieces on. */
const VOLUME_DISCOUNTS = [
  { from: 10, percent: 10 },
  { from: 5, percent: 5 },
];

/** "p-0001:2,p-0007" as products with quantities; null when there is nothing or something unknown in it. */
export function parseItems({ byId }, text) {
  const items = text.split(',').map((item) => {
    const [, id, quantity = '1'] = /^(p-\d{4})(?::(\d{1,3}))?$/.exec(item) ?? [];
    return { product: byId.get(id), quantity: Number(quantity) };
  });
  return items.every(({ product, quantity }) => product && quantity > 0) ? items : null;
}

/** Sum of the cart in cents, with volume discounts, rounded per line. */
export function cartTotal(items) {
  const lines = items.map(({ product, quantity }) => {
    const percent = VOLUME_DISCOUNTS.find(({ from }) => quantity >= from)?.percent ?? 0;
    return { id: product.id, quantity, cents: Math.round((product.priceCents * quantity * (100 - percent)) / 100) };
  });
  return { lines, totalCents: lines.reduce((sum, { cents }) => sum + cents, 0) };
}
