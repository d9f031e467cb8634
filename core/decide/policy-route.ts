import { type Route, routeSchema } from '../contracts/verdict.ts';
import type { ProceedAnswer } from '../policy/proceed-answers.ts';

/** True when `a` is looser than `b`; the contract lists the routes from strictest to loosest. */
export function isLooser(a: Route, b: Route): boolean {
  return routeSchema.options.indexOf(a) > routeSchema.options.indexOf(b);
}

/** The loosest way that both the code (`ceiling`) and the policies allow; REJECT when there is none. */
export function policyRoute(answers: readonly ProceedAnswer[], ceiling: Route): Route {
  return answers.find(({ route, answer }) => answer.allowed && !isLooser(route, ceiling))?.route ?? 'REJECT';
}
