import type { Reason, ReasonStatus } from '../contracts/reason.ts';
import { type Route, routeSchema } from '../contracts/verdict.ts';
import { confidenceBand } from './confidence-band.ts';
import { worstOf } from './reason-node.ts';
import type { Situation } from './situation.ts';

/** The loosest route that the rules and the confidence leave, before the policies are asked. */
export function codeRoute(situation: Situation, groups: readonly Reason[]): Route {
  const routes = [routeOfStatus(worstOf(groups.map(({ status }) => status))), routeOfBand(situation)];
  return routeSchema.options.find((route) => routes.includes(route)) ?? 'REJECT';
}

function routeOfStatus(status: ReasonStatus): Route {
  if (status === 'REJECT') return 'REJECT';
  return status === 'PERSON' ? 'HUMAN' : 'AUTONOMOUS';
}

/** The bands are about deploying: a change that only gets recorded has none. */
function routeOfBand({ plan, confidence }: Situation): Route {
  if (plan.kind === 'RECORD_ONLY') return 'AUTONOMOUS';
  const band = confidenceBand(confidence.value);
  return band === 'PERSON' || band === 'ESCALATE' ? 'HUMAN' : band;
}
