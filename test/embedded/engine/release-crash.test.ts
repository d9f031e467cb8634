import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../../../asl/load-definition.ts';
import { succeedTask } from '../../../embedded/engine/answer-task.ts';
import type { Invoke } from '../../../embedded/engine/invocations.ts';
import { createHome, takeOver, until, type Home } from './home.ts';

let home: Home;
afterEach(() => home.end());

describe('the release machine of the house', () => {
  const load = (file: string, names: readonly string[]) =>
    loadDefinition(
      readFileSync(new URL(`../../../statemachines/${file}`, import.meta.url), 'utf8'),
      Object.fromEntries(names.map((name) => [name, name === 'TrafficShift' ? 'traffic-shift' : name])),
    );
  const functions = [
    'OpenRelease',
    'ReviewChange',
    'RunGates',
    'Decide',
    'TakeLock',
    'OpenHold',
    'IssuePermit',
    'CloseRelease',
  ];
  const house = {
    release: load('release.asl.json', [...functions, 'TrafficShift']),
    'traffic-shift': load('traffic-shift.asl.json', ['StartShift', 'ObserveShift', 'EndShift', 'AnalyseShift']),
  };
  const words: Record<string, unknown> = {
    OpenRelease: { next: 'COLLECT' },
    Decide: { next: 'ROLL_OUT' },
    TakeLock: { next: 'ACQUIRED' },
    IssuePermit: { next: 'ROLL_OUT' },
    StartShift: { next: 'OBSERVE', watch: null, waitSeconds: 30 },
    ObserveShift: { next: 'PROMOTE', watch: {} },
    EndShift: { next: 'PROCEED', result: 'PASSED' },
    CloseRelease: { outcome: 'DEPLOYED' },
  };

  it('is killed in every function in turn and still ends DEPLOYED', async () => {
    home = createHome(house);
    const calls: string[] = [];
    const killed = new Set<string>();
    let db = home.connect();
    const invoke: Invoke = async (name, payload) => {
      const given = payload as { action?: string; phase?: string; gate?: string; taskToken?: string };
      const key = [name, given.phase, given.action, given.gate].filter(Boolean).join(' ');
      const mine = db;
      calls.push(key);
      if (!killed.has(key)) {
        killed.add(key);
        mine.close();
        throw new Error('killed');
      }
      if (given.taskToken !== undefined) {
        const next = given.gate === 'APPROVAL' ? 'TIME_LOCK' : 'PERMIT';
        succeedTask(mine, given.taskToken, name === 'RunGates' ? { status: 'PASSED' } : { next, answer: 'APPROVED' });
      }
      return words[name] ?? {};
    };
    home.start('release', 'rel-1', { event: {} });
    home.engine(invoke, db).run();
    for (
      let i = 0;
      i < 40 && home.outside.prepare("SELECT 1 FROM engine_executions WHERE name = 'rel-1' AND ended_at IS NULL").get();
      i++
    ) {
      await until(
        () =>
          !db.isOpen ||
          home.outside
            .prepare("SELECT 1 FROM engine_executions WHERE name = 'rel-1' AND ended_at IS NOT NULL")
            .get() !== undefined,
        'dies or ends',
      );
      if (db.isOpen) break;
      db = home.connect();
      await takeOver(home.engine(invoke, db));
    }
    expect(await home.ended('rel-1')).toMatchObject({ output: { outcome: 'DEPLOYED' } });
    // 9 functions of the release (hold twice), and start, observe and verify of four shifts.
    expect(killed.size).toBe(21);
    for (const key of killed) expect(calls.filter((made) => made === key).length).toBeLessThanOrEqual(3);
  });
});
