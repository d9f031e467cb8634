import pc from 'picocolors';
import { safe } from './print.ts';
import type { ReleaseView } from './release-view.ts';

/** One step of a release as `show` and `watch` print it; the rationale is cut. */
export function stepLine({ at, event, phase, rationale }: ReleaseView['steps'][number], length: number): string {
  const where = phase === null ? '' : `${safe(phase).toLowerCase()}: `;
  return `${pc.dim(at)}  ${event.padEnd(18)} ${where}${safe(rationale).slice(0, length)}`;
}
