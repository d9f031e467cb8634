import { Terminal } from '../../../core/contracts/errors.ts';
import type { CommitSha } from '../../../core/contracts/ids.ts';
import type { Version as Served } from '../../../core/contracts/shift.ts';
import type { Deployer, ShiftRequest, ShiftStatus } from '../../../lambdas/ports.ts';
import type { Course } from '../course.ts';
import type { Version } from '../truth.ts';

/** What the deployer does by itself: as asked, never starts, stops half way, gives the traffic back by an alarm. */
const WAYS = ['AS_ASKED', 'NEVER_STARTS', 'STOPS_HALF_WAY', 'BY_ALARM'] as const;
/** How a return of traffic goes. */
const RETURNS = ['QUICK', 'SLOW', 'FAILS'] as const;
/** A start that hangs is given up by the deployer itself, as CodeDeploy and the data plane do. */
const START_LIMIT_SECONDS = 2400;
/** Nobody asks for this long: the dead-man alarm gives the traffic back. */
const SILENCE_SECONDS = 900;

export type Shift = {
  readonly request: ShiftRequest;
  readonly way: (typeof WAYS)[number];
  readonly returns: (typeof RETURNS)[number];
  state: ShiftStatus['state'];
  weight: number;
  since: number | null;
  detail: string;
  settled: boolean;
  askedAt: number;
  /** When a return of its traffic first failed. */
  failedAt: number | null;
};
export type DeployerStore = {
  readonly shifts: Map<string, Shift>;
  readonly forbidden: Map<string, string>;
  /** What serves all traffic, by service; nothing stays in staging. */
  readonly stable: Map<string, Served>;
};
/** Who looks on: told of everything that really happens to the traffic. */
export type Onlooker = {
  began(shift: Shift): void;
  refused(request: ShiftRequest, why: string): void;
  returned(shift: Shift): void;
  settled(shift: Shift): void;
};

/** Nothing more comes of it by itself: its traffic could not, or may not, be given back. */
export const isLost = ({ state }: Shift) => state === 'RETURN_FAILED' || state === 'FROZEN';
export const isActive = ({ state, settled }: Shift) =>
  state === 'COMPLETE' ? !settled : state !== 'RETURNED' && state !== 'FAILED';

/** Moves traffic as the port's contract says, in its own time; it is only ever asked and never tells. */
export function createDeployer(
  { shifts, forbidden, stable }: DeployerStore,
  course: Course,
  versions: ReadonlyMap<CommitSha, Version>,
  onlooker: Onlooker,
): Deployer {
  const { choices } = course;
  const statusOf = ({ state, weight, since, detail }: Shift): ShiftStatus => ({ state, weight, since, detail });
  const known = (shiftId: string): Shift => {
    const shift = shifts.get(shiftId);
    if (shift === undefined) throw new Terminal(`shift ${shiftId} was never started`);
    shift.askedAt = course.now();
    return shift;
  };
  const become = (shift: Shift, state: Shift['state'], weight: number, detail: string) => {
    Object.assign(shift, { state, weight, detail });
    if (weight > 0) shift.since ??= course.now();
    course.note(() => `  ${shift.request.shiftId} is ${state} at ${weight} %: ${detail}`);
  };

  function enter(shift: Shift, step: number): void {
    const { steps } = shift.request;
    const { weight, bakeSeconds } = steps[step]!;
    const last = step === steps.length - 1;
    become(shift, last ? 'COMPLETE' : 'SHIFTING', weight, 'as planned');
    if (last || shift.way === 'STOPS_HALF_WAY') return;
    course.after(bakeSeconds, () => {
      if (shift.state === 'SHIFTING') enter(shift, step + 1);
    });
  }

  function begin(shift: Shift): void {
    const { request, way } = shift;
    shifts.set(request.shiftId, shift);
    onlooker.began(shift);
    const first = 3 + choices.within(25) / 1000;
    if (way !== 'AS_ASKED') course.count(`fault DEPLOYER_${way}`);
    if (way === 'NEVER_STARTS') {
      course.after(START_LIMIT_SECONDS, () => {
        if (shift.state === 'STARTING') become(shift, 'FAILED', 0, 'it did not start in time');
      });
      return watchSilence(shift);
    }
    course.after(first, () => {
      if (shift.state !== 'STARTING') return;
      if (!versions.get(request.to.commit)!.starts) return become(shift, 'FAILED', 0, 'the new version does not start');
      enter(shift, 0);
      if (way === 'BY_ALARM') course.after(choices.within(400) / 1000, () => giveBack(shift, 'an alarm'));
    });
    watchSilence(shift);
  }

  function watchSilence(shift: Shift): void {
    course.after(SILENCE_SECONDS, () => {
      if (!isActive(shift) || isLost(shift)) return;
      if (course.now() - shift.askedAt < SILENCE_SECONDS * 1000) return watchSilence(shift);
      course.count('fault DEAD_MAN_ALARM');
      giveBack(shift, 'nobody asked for too long');
    });
  }

  function giveBack(shift: Shift, reason: string): void {
    if (!isActive(shift) || shift.state === 'RETURNING') return;
    const served = shift.since !== null;
    if (!shift.request.mayReturn && served) {
      if (shift.state !== 'FROZEN') become(shift, 'FROZEN', shift.weight, reason);
      return;
    }
    const again = shift.state === 'RETURN_FAILED';
    become(shift, 'RETURNING', shift.weight, reason);
    if (shift.returns !== 'QUICK' && !again) course.count(`fault RETURN_${shift.returns}`);
    const seconds = shift.returns === 'SLOW' ? 400 + choices.within(600) / 1000 : choices.within(30) / 1000;
    course.after(seconds, () => {
      if (shift.state !== 'RETURNING') return;
      if (shift.returns === 'FAILS' && served) {
        shift.failedAt ??= course.now();
        become(shift, 'RETURN_FAILED', shift.weight, 'the old version is gone');
      } else {
        become(shift, served ? 'RETURNED' : 'FAILED', 0, reason);
        onlooker.returned(shift);
      }
    });
  }

  function refusalOf({ shiftId, service, environment, from }: ShiftRequest): string | null {
    const why = forbidden.get(shiftId);
    if (why !== undefined) return `forbidden before it began: ${why}`;
    const other = [...shifts.values()].find(
      (s) => s.request.service === service && s.request.environment === environment && isActive(s),
    );
    if (other) return `shift ${other.request.shiftId} is under way`;
    return environment === 'staging' || stable.get(service)?.commit === from.commit ? null : 'another version runs';
  }

  return {
    running: async (service, environment) => (environment === 'staging' ? null : (stable.get(service) ?? null)),
    start: async (request) => {
      const before = shifts.get(request.shiftId);
      if (before !== undefined) return statusOf(known(request.shiftId));
      const refusal = refusalOf(request);
      const odd = choices.odds(60);
      const shift: Shift = {
        request,
        way: odd ? choices.oneOf(WAYS) : 'AS_ASKED',
        returns: choices.odds(60) ? choices.oneOf(RETURNS) : 'QUICK',
        state: refusal === null ? 'STARTING' : 'FAILED',
        weight: 0,
        since: null,
        detail: refusal ?? 'starting',
        settled: false,
        askedAt: course.now(),
        failedAt: null,
      };
      if (refusal === null) begin(shift);
      else {
        shifts.set(request.shiftId, shift);
        onlooker.refused(request, refusal);
      }
      return statusOf(shift);
    },
    status: async (shiftId) => (shifts.has(shiftId) ? statusOf(known(shiftId)) : null),
    giveBack: async (shiftId, reason) => {
      const shift = known(shiftId);
      giveBack(shift, reason);
      return statusOf(shift);
    },
    forbid: async (shiftId, reason) => void forbidden.set(shiftId, reason),
    settle: async (shiftId) => {
      const shift = known(shiftId);
      if (shift.settled) return;
      if (shift.state !== 'COMPLETE' || shift.weight !== 100) throw new Terminal(`${shiftId} is ${shift.state}`);
      shift.settled = true;
      stable.set(shift.request.service, shift.request.to);
      course.note(() => `  ${shiftId} is settled`);
      onlooker.settled(shift);
    },
  };
}
