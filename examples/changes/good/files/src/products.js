const PAGE_SIZE = 20;

/** One page of the catalogue, or of one category of it; pages count from 1. */
export function listProducts({ products }, params) {
  const category = params.get('category');
  const chosen = category === null ? products : products.filter((product) => product.category === category);
  const page = Math.max(1, Number.parseInt(params.get('page') ?? '1', 10) || 1);
  return {
    page,
    total: chosen.length,
    products: chosen.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(summary),
  };
}

/** Everything that the product's page shows. */
export function showProduct(product) {
  return { ...summary(product), description: product.description, reviews: product.reviews };
}

export function summary({ id, name, category, priceCents }) {
  return { id, name, category, priceCents };
}
