import type { Pace, Size } from './speed.ts';
import { figure, table } from './table.ts';

/** Single-test updates a second that one core must do at 1,000 requests a bucket. */
export const UPDATES_PER_SECOND = 200_000;

export type SpeedReport = { readonly paces: readonly Pace[]; readonly sizes: readonly Size[]; readonly heap: number };

export function printSpeed({ paces, sizes, heap }: SpeedReport): void {
  console.log(
    'One core, whole buckets with histograms, best of 16 rounds. An update is one test taking one\nbucket, or several sequential tests of one question that began at different times.',
  );
  console.log(
    table(
      ['requests/min (5 % canary)', 'us/bucket', 'buckets/s', 'tests', 'updates/s', 'requests/s'],
      paces.map((pace) => [
        String(pace.perMinute),
        figure(pace.microsPerBucket),
        figure(pace.bucketsPerSecond, 0),
        figure(pace.tests),
        figure(pace.updatesPerSecond, 0),
        figure(pace.requestsPerSecond, 0),
      ]),
    ),
  );
  const thousand = paces[0]!;
  const holds = thousand.updatesPerSecond >= UPDATES_PER_SECOND;
  console.log(
    `\n${UPDATES_PER_SECOND} updates/s for the sum of all tests at 1,000 requests a bucket: ${holds ? 'met' : 'MISSED'}`,
  );
  console.log('\nBytes of a watch as JSON');
  console.log(
    table(
      ['requests/min', 'after 10 min', 'after 30 min'],
      sizes.map((size) => [String(size.perMinute), String(size.after10), String(size.after30)]),
    ),
  );
  console.log(`\nHeap of a watch of 10 minutes at 3,000 requests/min: ${heap} bytes`);
}
