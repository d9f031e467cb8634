import { startRefusal } from '../../core/canary/start-refusal.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { LockRequest } from '../../core/lock/lock.ts';
import type { Variant } from './variant.ts';
import { isGone, NAMES, type Contender, type World } from './world.ts';

export type Step = { readonly what: string; readonly world: World };

export const releaseOf = (who: number) => NAMES[who] as string as ReleaseId;

/** Everything that can happen next: each call of each contender, deaths, late landings, the janitor, a tick. */
export function stepsFrom(variant: Variant, world: World): readonly Step[] {
  return [
    ...world.contenders.flatMap((_, who) => [
      ...ownCall(variant, world, who),
      ...died(world, who),
      ...landed(variant, world, who),
      ...swept(variant, world, who),
    ]),
    ...ticked(variant, world),
  ];
}

function ownCall(variant: Variant, world: World, who: number): readonly Step[] {
  const name = NAMES[who];
  const me = world.contenders[who]!;
  const { found, at, alive } = me;
  const go = (what: string, next: Contender['at'], base = world, more: Partial<Contender> = {}): Step => ({
    what: `${name}${alive ? '' : ' (dead, its call lands late)'} ${what}`,
    // Nobody is there to act on the answer of a late call.
    world: change(base, who, { ...more, at: alive || next === 'START' ? next : 'GONE' }),
  });
  switch (at) {
    case 'ASK':
      return [ask(variant, world, who, go)];
    case 'LOOK': {
      const goes = !variant.asksExecution || isGone(world.contenders[found!.holder]!);
      if (!variant.takesOver || !goes) return [go(`waits: ${NAMES[found!.holder]} holds the lock`, 'ASK')];
      return [go(`takes ${NAMES[found!.holder]} for gone`, 'END')];
    }
    case 'END': {
      if (!variant.endsShifts) return [go(`leaves the traffic of ${NAMES[found!.holder]} where it is`, 'EVICT')];
      const ended = endShifts(variant, world, found!.holder);
      if (ended !== null) return [go(`has given back the traffic of ${NAMES[found!.holder]}`, 'EVICT', ended)];
      return [go(`asks for the traffic of ${NAMES[found!.holder]} back`, 'ASK', giveBack(world, found!.holder))];
    }
    case 'EVICT':
      return [
        go(`evicts fence ${found!.fence}`, 'ASK', locked(variant, world, { kind: 'EVICT', fence: found!.fence })),
      ];
    case 'CHECK':
      return mayStart(variant, world, who)
        ? [go('may start its deployment and sends the call', 'START', world, { inFlight: true })]
        : [go('may not start: the lock or its permit is not its own any more', 'CLOSE')];
    case 'DEPLOYED':
      return [
        go('sees its deployment through', 'CLOSE', world, { deployment: 'ENDED' }),
        go('finds harm and closes', 'CLOSE'),
      ];
    case 'CLOSE': {
      if (!variant.closesShifts) return [go('closes without a look at its traffic', 'RELEASE')];
      const ended = endShifts(variant, world, who);
      if (ended !== null) return [go('has no traffic any more', 'RELEASE', ended)];
      return [go('asks for its own traffic back', 'CLOSE', giveBack(world, who))];
    }
    case 'RELEASE': {
      const released = locked(variant, world, { kind: 'RELEASE', releaseId: releaseOf(who) });
      return [
        go('releases the lock', 'DONE', released),
        ...(alive
          ? [go('releases the lock, but its step dies behind that and is begun again', 'CLOSE', released)]
          : []),
      ];
    }
    case 'START':
    case 'DONE':
    case 'GONE':
      return [];
  }
}

type Go = (what: string, next: Contender['at'], base?: World, more?: Partial<Contender>) => Step;

function ask(variant: Variant, world: World, who: number, go: Go): Step {
  const { holder } = world.lock;
  const ranOut = variant.leaseTicks !== null && holder !== null && world.now >= holder.at + variant.leaseTicks;
  const before = ranOut ? locked(variant, world, { kind: 'EVICT', fence: holder.fence }) : world;
  const { state, result } = variant.lock(before.lock, { kind: 'TAKE', releaseId: releaseOf(who), now: world.now });
  const base = { ...before, lock: state };
  if (result.kind === 'ACQUIRED')
    return go(`gets the lock, fence ${result.fence}`, 'CHECK', base, { fence: result.fence, found: null });
  if (result.kind !== 'BUSY') throw new Error(`the lock answered ${result.kind} to TAKE`);
  const found = { holder: NAMES.indexOf(result.holder.releaseId as never), fence: result.holder.fence };
  return go(`asks for the lock: ${result.holder.releaseId} has it`, 'LOOK', base, { found });
}

/** An execution may die wherever it is; a step that died in between is begun again by a living one. */
function died(world: World, who: number): readonly Step[] {
  const { at, alive } = world.contenders[who]!;
  if (!alive || at === 'DONE') return [];
  const dead = { what: `${NAMES[who]} dies`, world: change(world, who, { alive: false }) };
  const again = { LOOK: 'ASK', END: 'ASK', EVICT: 'ASK', START: 'CHECK', RELEASE: 'CLOSE' } as const;
  const from = at in again ? again[at as keyof typeof again] : null;
  return from === null
    ? [dead]
    : [dead, { what: `${NAMES[who]}'s step dies and is begun again`, world: change(world, who, { at: from }) }];
}

/** A start lands, however late. The deployer begins a shift once per id, and never one that was given back before. */
function landed(variant: Variant, world: World, who: number): readonly Step[] {
  const { inFlight, deployment, at, alive } = world.contenders[who]!;
  if (!inFlight) return [];
  const begins = deployment === 'NONE' || (deployment === 'VOID' && !variant.voidsShifts);
  const refused = deployment === 'VOID' && !begins;
  const what = begins ? 'its deployment begins' : refused ? 'its deployment is refused' : 'it had begun before';
  return [
    {
      what: `${NAMES[who]}${alive ? '' : ' (dead)'}: the call lands, ${what}`,
      world: change(world, who, {
        inFlight: false,
        deployment: begins ? 'ACTIVE' : deployment,
        at: at !== 'START' ? at : !alive ? 'GONE' : refused ? 'CLOSE' : 'DEPLOYED',
      }),
    },
  ];
}

/** The janitor closes what died: traffic first, then the lock. */
function swept(variant: Variant, world: World, who: number): readonly Step[] {
  const { alive, swept: far } = world.contenders[who]!;
  if (alive || far === 'RELEASED' || !variant.takesOver) return [];
  const name = NAMES[who];
  if (far === 'ENDED') {
    const base = locked(variant, world, { kind: 'RELEASE', releaseId: releaseOf(who) });
    return [{ what: `the janitor releases the lock of ${name}`, world: change(base, who, { swept: 'RELEASED' }) }];
  }
  if (!variant.closesShifts)
    return [
      { what: `the janitor does not look at the traffic of ${name}`, world: change(world, who, { swept: 'ENDED' }) },
    ];
  const ended = endShifts(variant, world, who);
  if (ended === null)
    return [{ what: `the janitor asks for the traffic of ${name} back`, world: giveBack(world, who) }];
  return [{ what: `the janitor finds no traffic of ${name}`, world: change(ended, who, { swept: 'ENDED' }) }];
}

/** Traffic that is on its way back arrives; a lease grows older. */
function ticked(variant: Variant, world: World): readonly Step[] {
  const returning = world.contenders.some(({ deployment }) => deployment === 'RETURNING');
  const ages = variant.leaseTicks !== null && world.now < 2 * variant.leaseTicks;
  if (!returning && !ages) return [];
  const contenders = world.contenders.map((c) =>
    c.deployment === 'RETURNING' ? { ...c, deployment: 'ENDED' as const } : c,
  );
  return [{ what: 'time passes', world: { ...world, now: ages ? world.now + 1 : world.now, contenders } }];
}

/** As lambdas/kit/end-shifts does: null while traffic is still there. A shift that never began is made void. */
function endShifts({ voidsShifts }: Variant, world: World, who: number): World | null {
  const { deployment } = world.contenders[who]!;
  if (deployment === 'ACTIVE' || deployment === 'RETURNING') return null;
  return deployment === 'NONE' && voidsShifts ? change(world, who, { deployment: 'VOID' }) : world;
}

function giveBack(world: World, who: number): World {
  return world.contenders[who]!.deployment === 'ACTIVE' ? change(world, who, { deployment: 'RETURNING' }) : world;
}

/** The very check that start-shift makes, with everything but the lock and the permit's fence in order. */
function mayStart({ checksFence }: Variant, { lock: { holder }, contenders }: World, who: number): boolean {
  if (!checksFence) return true;
  const fence = contenders[who]!.fence ?? 0;
  return (
    startRefusal({
      phase: 'ROLLOUT',
      stop: null,
      killSwitch: null,
      running: true,
      productionHealthy: true,
      alarms: [],
      mayLackData: [],
      permit: { digest: 'd', fence, expiresAt: Number.POSITIVE_INFINITY, consumedBy: null },
      digest: 'd',
      fence: holder,
      releaseId: releaseOf(who),
      now: 0,
    }) === null
  );
}

type Request = LockRequest extends infer R ? (R extends LockRequest ? Omit<R, 'now'> : never) : never;

function locked(variant: Variant, world: World, request: Request): World {
  return { ...world, lock: variant.lock(world.lock, { ...request, now: world.now } as LockRequest).state };
}

function change(world: World, who: number, fields: Partial<Contender>): World {
  return { ...world, contenders: world.contenders.map((c, i) => (i === who ? { ...c, ...fields } : c)) };
}
