CREATE TABLE products (
  id          VARCHAR(6) PRIMARY KEY,
  name        VARCHAR(100) NOT NULL,
  category    VARCHAR(40) NOT NULL,
  description TEXT NOT NULL,
  price_cents INTEGER NOT NULL CHECK (price_cents > 0)
);

CREATE TABLE reviews (
  product_id VARCHAR(6) NOT NULL REFERENCES products (id),
  stars      INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
  text       VARCHAR(500) NOT NULL
);
