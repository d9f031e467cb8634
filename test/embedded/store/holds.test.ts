import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createHolds, type EmbeddedHolds } from '../../../embedded/store/holds.ts';
import { hold } from '../../contracts/samples.ts';
import { temporaryHome } from './temporary-home.ts';

const TOKEN = 'a-very-secret-token';
const approved = { answer: 'APPROVED', by: 'ada', reason: 'fine' } as const;
let home: ReturnType<typeof temporaryHome>;
let holds: EmbeddedHolds;
let answers: unknown[];
let reachable: boolean;

beforeEach(() => {
  home = temporaryHome();
  answers = [];
  reachable = true;
  holds = createHolds(home.first, home.clock, async (token, word) => {
    if (!reachable) throw new Error(`cannot answer ${token}`);
    answers.push([token, word]);
  });
});
afterEach(() => home.end());

it('lists open holds whose deadline has come, the longest overdue first', async () => {
  const at = (minute: number) => `2026-01-05T11:${String(minute).padStart(2, '0')}:00.000Z`;
  await holds.open(hold('late', { deadline: at(30) }), 't1');
  await holds.open(hold('early', { deadline: at(10) }), 't2');
  await holds.open(hold('ended', { deadline: at(5) }), 't3');
  await holds.open(hold('future', { deadline: at(31) }), 't4');
  await holds.end('ended', approved, {});
  expect(holds.dueHolds(Date.parse(at(30))).map((h) => h.holdId)).toEqual(['early', 'late']);
  expect(holds.dueHolds(Date.parse(at(30)) - 1).map((h) => h.holdId)).toEqual(['early']);
});

it('answers what a killed process had ended but not answered, once', async () => {
  await holds.open(hold('h1'), TOKEN);
  await holds.open(hold('h2'), 'other');
  reachable = false;
  await expect(holds.end('h1', approved, { next: 'TIME_LOCK' })).rejects.toThrow(/h1: its answer/);
  expect(await holds.answerEnded()).toBe(0);
  reachable = true;
  const afterRestart = createHolds(home.second, home.clock, (token, word) => void answers.push([token, word]));
  expect(await afterRestart.answerEnded()).toBe(1);
  expect(await afterRestart.answerEnded()).toBe(0);
  expect(answers).toEqual([[TOKEN, { next: 'TIME_LOCK' }]]);
});

it('keeps the token in one column of one table and shows it nowhere', async () => {
  await holds.open(hold('h1'), TOKEN);
  await holds.saveLink({ linkId: 'l1', holdId: 'h1', approverId: 'ada' });
  await holds.end('h1', approved, { next: 'TIME_LOCK' });
  const shown = [await holds.get('h1'), await holds.ofRelease(hold('h1').subject.releaseId), await holds.link('l1')];
  expect(JSON.stringify(shown)).not.toContain(TOKEN);
  const tables = home.first.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  const holding = tables.flatMap(({ name }) =>
    home.first
      .prepare(`SELECT * FROM ${name}`)
      .all()
      .flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) => (String(value).includes(TOKEN) ? [`${name}.${column}`] : [])),
      ),
  );
  expect(holding).toEqual(['hold_tokens.token']);
});
