import { describe, expect, it } from '@jest/globals';
import { parseDiff } from '../../../core/change/parse-diff.ts';
import { rollbackClassOf } from '../../../core/change/rollback-class.ts';
import { signalsOf } from '../../../core/change/signals-of.ts';
import { diffOf } from './diff-of.ts';

const classOf = (...diffs: string[]) => {
  const files = parseDiff(diffs.join(''));
  return rollbackClassOf(files, signalsOf(files));
};
const migration = (...added: string[]) => diffOf('migrations/007.sql', { added });

describe('rollback class (001-40; anchors, pain 14)', () => {
  it.each([
    ['CODE_ONLY', diffOf('src/cart.ts')],
    ['CODE_ONLY', diffOf('src/cart.ts', { added: ["db.run('UPDATE cart SET n = 1')"] })],
    ['EXPAND', migration('CREATE TABLE cart (id int);')],
    ['EXPAND', migration('CREATE UNIQUE INDEX by_name ON cart (name);')],
    ['EXPAND', migration('ALTER TABLE cart', '  ADD COLUMN note text;')],
    ['EXPAND', migration('ALTER TABLE cart ADD COLUMN n int NOT NULL DEFAULT 0;')],
    ['EXPAND', diffOf('db/migrate/1.rb', { added: ['add_column :cart, :note, :string'] })],
    ['CONTRACT', migration('ALTER TABLE cart ADD COLUMN n int NOT NULL;')],
    ['CONTRACT', migration('ALTER TABLE cart DROP COLUMN note;')],
    ['CONTRACT', migration('alter table cart', 'rename column note to remark;')],
    ['CONTRACT', migration('ALTER TABLE cart ALTER COLUMN n TYPE bigint;')],
    ['CONTRACT', migration('CREATE TABLE x (id int);', 'DROP TABLE cart;')],
    ['CONTRACT', diffOf('alembic/v1.py', { added: ["op.drop_column('cart', 'note')"] })],
    ['CONTRACT', migration('-- nothing that a rule knows', 'VACUUM;')],
    ['CONTRACT', diffOf('migrations/001.sql', { removed: ['CREATE TABLE cart (id int);'], added: [] })],
    ['DATA_REWRITE', migration('UPDATE cart SET n = n * 100;')],
    ['DATA_REWRITE', migration('ALTER TABLE cart ADD COLUMN c int;', 'INSERT INTO a (x)', 'SELECT y FROM b;')],
    ['DATA_REWRITE', migration('DELETE FROM cart WHERE n = 0;', 'DROP TABLE old;')],
    ['DATA_REWRITE', diffOf('shop/migrations/0002.py', { added: ['migrations.RunPython(forwards)'] })],
    ['EXTERNAL_CONTRACT', diffOf('src/api.ts', { removed: ['export function price() {'], added: ['x'] })],
    [
      'EXTERNAL_CONTRACT',
      migration('DROP TABLE cart;') + diffOf('src/api.ts', { removed: ['export const a = 1'], added: ['x'] }),
    ],
  ])('%s: %s', (expected, diff) => {
    expect(classOf(diff).class).toBe(expected);
  });

  it('a clause is no rewrite, a comment is no statement', () => {
    expect(classOf(migration('CREATE TABLE a (b int REFERENCES c ON UPDATE SET NULL);')).class).toBe('EXPAND');
    expect(classOf(migration('-- DROP TABLE cart;', 'CREATE TABLE a (id int);')).class).toBe('EXPAND');
  });

  it('names file and statement', () => {
    expect(classOf(migration('ALTER TABLE cart DROP COLUMN note;')).why).toBe(
      'migrations/007.sql: takes away or forbids: ALTER TABLE cart DROP COLUMN note',
    );
  });

  it('more schema files than are named count as the class that is not safe', () => {
    const many = Array.from({ length: 20 }, (_, i) =>
      diffOf(`migrations/${i}.sql`, { added: ['CREATE TABLE a (id int);'] }),
    );
    expect(classOf(...many).class).toBe('CONTRACT');
    expect(classOf(...many.slice(1)).class).toBe('EXPAND');
  });

  it('003-13: flags are a kind of their own, the code that reads them is source', () => {
    const kinds = (path: string) => signalsOf(parseDiff(diffOf(path))).map(({ kind }) => kind);
    expect(kinds('config/feature-flags.yaml')).toEqual(['feature-flag']);
    expect(kinds('flags/checkout.json')).toEqual(['feature-flag', 'payments']);
    expect(kinds('src/flags.ts')).toEqual(['source']);
    expect(kinds('config/flagship.yaml')).toEqual(['config-runtime']);
  });
});
