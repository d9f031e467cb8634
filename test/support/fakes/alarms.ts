import type { AlarmState, Alarms } from '../../../lambdas/ports.ts';

export type FakeAlarms = Alarms & { now: readonly AlarmState[] };

/** All is quiet until a test says otherwise. */
export function fakeAlarms(): FakeAlarms {
  const alarms: FakeAlarms = {
    now: [{ name: 'shop-errors', state: 'OK' }],
    stateOf: async () => alarms.now,
  };
  return alarms;
}
