import { mountSteps } from '../../embedded/home/steps.ts';
import { jsonLogger } from '../../lambdas/kit/logger.ts';
import { DIFF } from '../../test/support/some-change.ts';
import { awsHome } from './aws-home.ts';
import type { Invocation } from './run-path.ts';

/** A round of the janitor when there is nothing to do, the second one: its function is warm all month. */
export async function janitorRound(): Promise<Invocation> {
  const home = await awsHome(() => null, DIFF);
  try {
    const { janitor } = mountSteps(
      home.ports,
      'https://interlock.example',
      jsonLogger(() => {}, home.clock.now),
    );
    await janitor({});
    home.calls.length = 0;
    const before = process.cpuUsage();
    await janitor({});
    const { user, system } = process.cpuUsage(before);
    return { step: 'janitor', cpuMs: (user + system) / 1000, calls: [...home.calls] };
  } finally {
    await home.close();
  }
}
