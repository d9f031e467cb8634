ALTER TABLE products ADD COLUMN discontinued_at TIMESTAMP NULL;

CREATE INDEX products_on_sale ON products (category) WHERE discontinued_at IS NULL;
