import type { CoursePoint } from '../canary/replay.ts';
import { count } from '../canary/figures.ts';
import type { Analysis } from '../contracts/analysis.ts';
import { testName } from './test-names.ts';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Columns of a drawn course. */
const WIDTH = 60;

/**
 * The course of each test as a line of blocks over time: how far its count was on the way to the boundary, a full block
 * where it reached it. Tests that were never asked are left out.
 */
export function courseAsText({ tests }: Pick<Analysis, 'tests'>, course: readonly CoursePoint[]): string {
  const last = course.at(-1)?.endSec ?? 0;
  const asked = tests.filter(({ id }) => course.some((point) => (ofTest(point, id)?.observed ?? null) !== null));
  const names = Math.max(0, ...asked.map(({ id }) => testName(id).length));
  const lines = asked.map((test) => {
    const stood = columns(course).map((points) => {
      const shares = points.flatMap((point) => shareOf(ofTest(point, test.id)) ?? []);
      return shares.length === 0 ? ' ' : blockOf(Math.max(...shares));
    });
    const limit = test.failsAt === null ? 'no limit yet' : `fails at ${count(test.failsAt)}`;
    const expected = test.expectedIfNoWorse === null ? '' : `, ${count(test.expectedIfNoWorse)} expected`;
    const end = test.signalledAt === null ? '' : `, FAILED at ${Math.round(test.signalledAt)} s`;
    return `${testName(test.id).padEnd(names)}  ${stood.join('')}  ${count(test.observed ?? 0)} seen${expected}, ${limit}${end}`;
  });
  return [
    `${''.padEnd(names)}  0 s${`${Math.round(last)} s`.padStart(Math.max(5, columns(course).length - 3))}`,
    ...lines,
  ].join('\n');
}

const ofTest = (point: CoursePoint, id: string) => point.tests.find((test) => test.id === id);

/** At most WIDTH groups of points that follow each other. */
function columns(course: readonly CoursePoint[]): readonly (readonly CoursePoint[])[] {
  const width = Math.min(WIDTH, course.length);
  return Array.from({ length: width }, (_, i) =>
    course.slice(Math.floor((i * course.length) / width), Math.floor(((i + 1) * course.length) / width)),
  );
}

function shareOf(test: CoursePoint['tests'][number] | undefined): number | null {
  if (!test || test.observed === null || test.failsAt === null || test.failsAt <= 0) return null;
  return Math.min(1, Math.max(0, test.observed / test.failsAt));
}

function blockOf(share: number): string {
  return BLOCKS[share >= 1 ? 7 : Math.min(6, Math.floor(share * 7))]!;
}
