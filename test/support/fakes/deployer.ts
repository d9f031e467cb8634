import { Terminal } from '../../../core/contracts/errors.ts';
import type { Environment, Version } from '../../../core/contracts/shift.ts';
import type { Clock, Deployer, ShiftRequest, ShiftStatus } from '../../../lambdas/ports.ts';

type Shift = { readonly request: ShiftRequest; settled: boolean } & {
  -readonly [K in keyof ShiftStatus]: ShiftStatus[K];
};

export type FakeDeployer = Deployer & {
  readonly serving: Map<Environment, Version>;
  /** Every start and return of traffic that really began. */
  readonly moves: string[];
  /** How the next return ends; RETURNING lasts until `set`. */
  returnsAs: 'RETURNED' | 'RETURNING' | 'RETURN_FAILED';
  /** Puts a shift where the deployer would have brought it by itself. */
  set(shiftId: string, status: Partial<ShiftStatus>): void;
};

const OVER: readonly ShiftStatus['state'][] = ['RETURNED', 'FAILED'];
const isActive = (shift: Shift) => (shift.state === 'COMPLETE' ? !shift.settled : !OVER.includes(shift.state));

/** One service. Its state machine is that of the port; time passes only when a test says so. */
export function fakeDeployer(clock: Clock): FakeDeployer {
  const shifts = new Map<string, Shift>();
  const forbidden = new Map<string, string>();
  const statusOf = ({ state, weight, since, detail }: Shift): ShiftStatus => ({ state, weight, since, detail });
  const get = (shiftId: string): Shift => {
    const shift = shifts.get(shiftId);
    if (!shift) throw new Terminal(`${shiftId}: never started`);
    return shift;
  };
  const refusalOf = ({ from, environment }: ShiftRequest): string | null => {
    const other = [...shifts.values()].find((s) => s.request.environment === environment && isActive(s));
    if (other) return `shift ${other.request.shiftId} is under way`;
    if (environment === 'staging') return null;
    return deployer.serving.get(environment)?.commit === from.commit ? null : 'another version runs';
  };
  const deployer: FakeDeployer = {
    serving: new Map(),
    moves: [],
    returnsAs: 'RETURNED',
    running: async (_, environment) => deployer.serving.get(environment) ?? null,
    start: async (request) => {
      const known = shifts.get(request.shiftId);
      if (known) return statusOf(known);
      const refusal = forbidden.get(request.shiftId) ?? refusalOf(request);
      const state = refusal === null ? 'STARTING' : 'FAILED';
      const shift: Shift = { request, state, weight: 0, since: null, detail: refusal ?? 'starting', settled: false };
      shifts.set(request.shiftId, shift);
      deployer.moves.push(`start ${request.shiftId}`);
      return statusOf(shift);
    },
    status: async (shiftId) => {
      const shift = shifts.get(shiftId);
      return shift ? statusOf(shift) : null;
    },
    giveBack: async (shiftId, reason) => {
      const shift = get(shiftId);
      if (!isActive(shift) || shift.state === 'RETURNING') return statusOf(shift);
      if (!shift.request.mayReturn && shift.since !== null) {
        Object.assign(shift, { state: 'FROZEN', detail: reason });
        deployer.moves.push(`freeze ${shiftId}`);
        return statusOf(shift);
      }
      const starting = shift.state === 'STARTING' && deployer.returnsAs === 'RETURNED';
      Object.assign(shift, { state: starting ? 'FAILED' : deployer.returnsAs, weight: 0, detail: reason });
      deployer.moves.push(`return ${shiftId}`);
      return statusOf(shift);
    },
    forbid: async (shiftId, reason) => void forbidden.set(shiftId, reason),
    settle: async (shiftId) => {
      const shift = get(shiftId);
      if (shift.settled) return;
      if (shift.state !== 'COMPLETE' || shift.weight !== 100) throw new Terminal(`${shiftId} is ${shift.state}`);
      shift.settled = true;
      deployer.serving.set(shift.request.environment, shift.request.to);
      deployer.moves.push(`settle ${shiftId}`);
    },
    set: (shiftId, status) => {
      const shift = get(shiftId);
      Object.assign(shift, status);
      if (shift.weight > 0) shift.since ??= clock.now();
    },
  };
  return deployer;
}
