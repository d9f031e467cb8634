import { describe, expect, it } from '@jest/globals';
import type { Reason, ReasonStatus } from '../../../core/contracts/reason.ts';
import { fitTree } from '../../../core/decide/fit-tree.ts';
import { plainText } from '../../../core/decide/plain-text.ts';
import { reasonGroup, reasonNode, strictestChildren, worstOf } from '../../../core/decide/reason-node.ts';

const node = (rule: string, status: ReasonStatus = 'OK', children: readonly Reason[] = []): Reason => ({
  rule,
  status,
  observed: 'o',
  required: 'r',
  children,
});
const bytes = (tree: Reason) => Buffer.byteLength(JSON.stringify(tree));
const MAX = 40 * 1024;

describe('fitTree', () => {
  /** `count` children whose texts have `length` letters each. */
  const wide = (count: number, length: number, letter = 'x') =>
    node(
      'root',
      'OK',
      Array.from({ length: count }, (_, i) => ({
        ...node(`c${i}`),
        observed: letter.repeat(length),
        required: letter.repeat(length),
      })),
    );
  const shape = (tree: Reason) => [
    tree.children.length,
    tree.children[0]?.observed.length,
    tree.children[0]?.required.length,
    tree.observed,
  ];

  it('leaves a tree that fits as it is', () => {
    const tree = wide(10, 2000);
    expect(bytes(tree)).toBeLessThan(MAX + 600);
    expect(fitTree(wide(9, 2000))).toEqual(wide(9, 2000));
    expect(fitTree(wide(200, 60))).toEqual(wide(200, 60));
  });

  it.each<[string, Reason, ReturnType<typeof shape>]>([
    ['texts of 500', wide(30, 2000), [30, 500, 500, 'o']],
    ['texts of 200, 50 children', wide(60, 2000), [50, 200, 200, 'o (10 more not shown)']],
    ['100 children', wide(150, 160), [100, 160, 160, 'o (50 more not shown)']],
    ['texts of 100, 25 children', wide(150, 2000, '語'), [25, 100, 100, 'o (125 more not shown)']],
  ])('cuts to %s, and says how many are missing', (_, tree, expected) => {
    expect(shape(fitTree(tree))).toEqual(expected);
  });

  it('goes on to less, whatever it takes, and a cut shows', () => {
    const deep = (width: number) =>
      node(
        'root',
        'OK',
        Array.from({ length: width }, () => wide(width, 400, '語')),
      );
    const twenty = fitTree(
      node(
        'root',
        'OK',
        Array.from({ length: 4 }, () => wide(30, 400, '語')),
      ),
    );
    expect(twenty.children.map(({ children }) => children.length)).toEqual([20, 20, 20, 20]);
    expect(twenty.children[0]?.children[0]?.observed).toBe(`${'語'.repeat(59)}…`);
    const last = fitTree(deep(30));
    expect([last.children.length, last.children[0]?.children.length]).toEqual([10, 10]);
    expect(last.observed).toBe('o (20 more not shown)');
    expect(last.children[9]?.children[9]?.required).toBe(`${'語'.repeat(59)}…`);
  });

  it('cuts a rule as well, and takes a tree of exactly the limit', () => {
    const long = { ...wide(30, 400, '語'), rule: 'r'.repeat(100) };
    const many = node('root', 'OK', [long, long, long, long]);
    expect(fitTree(many).children[0]?.rule).toBe(`${'r'.repeat(59)}…`);
    const base = wide(20, 950);
    const filled = (extra: number) => ({ ...base, required: 'y'.repeat(MAX - bytes(base) + 1 + extra) });
    expect(bytes(filled(0))).toBe(MAX);
    expect(fitTree(filled(0))).toEqual(filled(0));
    expect(fitTree(filled(1))).not.toEqual(filled(1));
  });
});

describe('reason nodes', () => {
  it.each<[ReasonStatus[], ReasonStatus]>([
    [[], 'OK'],
    [['OK', 'NOTE'], 'NOTE'],
    [['PERSON', 'NOTE', 'OK'], 'PERSON'],
    [['PERSON', 'REJECT', 'NOTE'], 'REJECT'],
  ])('the worst of %j is %s', (statuses, worst) => {
    expect(worstOf(statuses)).toBe(worst);
    const children = statuses.map((status, i) => node(`${i}`, status));
    expect(reasonGroup('g', 'seen', 'wanted', children)).toEqual({
      ...node('g', worst, children),
      observed: 'seen',
      required: 'wanted',
    });
  });

  it('are plain and have bounds: 100, 2000 and 2000 characters, 200 children', () => {
    const long = `a\n${'x'.repeat(3000)}`;
    const made = reasonNode(
      long,
      'NOTE',
      long,
      long,
      Array.from({ length: 201 }, (_, i) => node(`${i}`)),
    );
    expect([made.rule, made.observed, made.required].map((text) => text.length)).toEqual([100, 2000, 2000]);
    expect(made.rule.startsWith('a x')).toBe(true);
    expect(made.children.map(({ rule }) => rule)).toEqual(Array.from({ length: 200 }, (_, i) => `${i}`));
    expect(reasonNode('r', 'OK', 'o', 'q').children).toEqual([]);
  });

  it('the strictest children stay in their own order, the first ones among equals', () => {
    const all = [node('a'), node('b', 'NOTE'), node('c', 'REJECT'), node('d', 'PERSON'), node('e', 'NOTE')];
    const rules = (max: number) => strictestChildren(all, max).map(({ rule }) => rule);
    expect(rules(5)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(rules(4)).toEqual(['b', 'c', 'd', 'e']);
    expect(rules(3)).toEqual(['b', 'c', 'd']);
    expect(rules(2)).toEqual(['c', 'd']);
    expect(rules(1)).toEqual(['c']);
    expect(strictestChildren(all, 5)).toBe(all);
  });
});

describe('plainText', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['a\u0000\n\u2028b', 10, 'a b'],
    ['a\u007fb\u009fc\u2029d', 10, 'a b c d'],
    ['a\u200bb\u200fc\u202ad\ufeffe\u2069f', 20, 'a b c d e f'],
    ['a b\u00a0c\u2010', 10, 'a b\u00a0c\u2010'],
    ['\u{1f600}'.repeat(2), 4, '\u{1f600}'.repeat(2)],
    ['\u{1f600}'.repeat(3), 4, '\u{1f600}\ufffd…'],
  ])('%j in at most %i: %j', (text, max, plain) => expect(plainText(text, max)).toBe(plain));
});
