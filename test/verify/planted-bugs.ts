import { APPROVERS, mailOf } from '../../verify/lives/settings.ts';
import type { LivesPorts, Tamper } from '../../verify/lives/world.ts';

const ports = (change: (ports: LivesPorts) => Partial<LivesPorts>): Tamper => ({
  ports: (all) => ({ ...all, ...change(all) }),
});

/** Mistakes that somebody could make, and a word of what a life that finds one says. */
export const PLANTED: readonly { readonly name: string; readonly says: RegExp; readonly tamper: Tamper }[] = [
  {
    name: 'a gate that does not consume the permit',
    says: /permit/,
    tamper: ports(({ permits }) => ({ permits: { ...permits, consume: async () => true } })),
  },
  {
    name: 'a lock that goes to whoever asks last',
    says: /lock|beside/,
    tamper: ports(({ locks }) => ({
      locks: {
        ...locks,
        take: async (service, environment, releaseId, now) => {
          const holder = await locks.holder(service, environment);
          if (holder !== null && holder.releaseId !== releaseId) await locks.evict(service, environment, holder.fence);
          return locks.take(service, environment, releaseId, now);
        },
      },
    })),
  },
  {
    name: 'a canary that begins larger than was decided (002-21)',
    says: /its share/,
    tamper: ports(({ deployer }) => ({
      deployer: {
        ...deployer,
        start: async (request) =>
          deployer.start(
            request.shiftId.endsWith('.CANARY')
              ? { ...request, steps: [{ weight: 15, bakeSeconds: 21_600 }] }
              : request,
          ),
      },
    })),
  },
  {
    name: 'a close that forgets the lock',
    says: /lock/,
    tamper: ports(({ locks }) => ({ locks: { ...locks, release: async () => {} } })),
  },
  {
    name: 'a deployer that says it gave the traffic back',
    says: /traffic|beside|under way|did not/,
    tamper: ports(({ deployer }) => ({
      deployer: {
        ...deployer,
        giveBack: async () => ({ state: 'RETURNED', weight: 0, since: null, detail: 'done' }),
      },
    })),
  },
  {
    name: 'a record that is written again when a step is repeated',
    says: /records of its end/,
    tamper: ports(({ auditLog }) => ({
      auditLog: {
        ...auditLog,
        append: async (head, entry) => {
          const { length } = await auditLog.records(entry.releaseId);
          return auditLog.append(
            head,
            entry.event === 'release.closed' ? { ...entry, key: `closed.${length}` } : entry,
          );
        },
      },
    })),
  },
  {
    name: 'a time lock that is over at once',
    says: /time lock|approval came/,
    tamper: ports(({ holds }) => ({
      holds: {
        ...holds,
        open: async (hold, token) =>
          holds.open(hold.kind === 'TIME_LOCK' ? { ...hold, deadline: hold.openedAt } : hold, token),
      },
    })),
  },
  {
    name: 'a hold that forgets who wrote the change',
    says: /approved/,
    tamper: ports(({ holds }) => ({
      holds: {
        ...holds,
        open: async (hold, token) =>
          holds.open({ ...hold, authors: [], approvers: APPROVERS.map((id) => ({ id, email: mailOf(id) })) }, token),
      },
    })),
  },
  {
    name: 'a judge that only hears of the old version',
    says: /hurt/,
    tamper: ports(({ metrics }) => ({
      metrics: {
        ...metrics,
        buckets: async (...args) =>
          (await metrics.buckets(...args)).map((b) => ({ ...b, canary: { ...b.canary, errors: 0 } })),
      },
    })),
  },
  {
    name: 'a kill switch that nobody asks',
    says: /kill switch/,
    tamper: ports(({ controls }) => ({ controls: { ...controls, killSwitch: async () => null } })),
  },
  {
    name: 'a head that is taken to contain what serves',
    says: /does not contain/,
    tamper: ports(({ vcs }) => ({ vcs: { ...vcs, contains: async () => true } })),
  },
  {
    name: 'gates that are not waited for',
    says: /gates/,
    tamper: ports(({ gates }) => ({
      gates: {
        ...gates,
        result: async (releaseId) => {
          const run = await gates.result(releaseId);
          return run === null
            ? null
            : { ...run, status: 'PASSED', results: run.results.map((r) => ({ ...r, status: 'PASSED' })) };
        },
      },
    })),
  },
  {
    name: 'a stop that asks for the traffic again and again (001-42)',
    says: /was told after/,
    tamper: {
      steps: (steps, { deployer }) => ({
        ...steps,
        EndShift: async (payload) => {
          const { action, releaseId, phase } = payload as Record<'action' | 'releaseId' | 'phase', string>;
          const shiftId = `${releaseId}.${phase === 'WATCH' ? 'ROLLOUT' : phase}`;
          if (action !== 'STOP' || (await deployer.status(shiftId))?.state !== 'RETURN_FAILED')
            return steps.EndShift(payload);
          await deployer.giveBack(shiftId, 'again');
          return { action, next: 'WAIT' };
        },
      }),
    },
  },
];
