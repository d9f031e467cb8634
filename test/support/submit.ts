import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Home } from '../../embedded/home/open-home.ts';
import { localChange } from '../../embedded/vcs/local-change.ts';
import { submissionOf } from '../../embedded/vcs/submission-of.ts';
import type { ShopHome } from './shop-home.ts';

/** Submits a branch of the shop against main, as `interlock submit` does. */
export async function submit(home: Home, stage: ShopHome, head: string): Promise<ReleaseId> {
  const { repository } = stage.shop;
  const event = await submissionOf(await localChange(repository, { base: 'main', head }), {
    configuredRepository: repository,
    service: 'shop',
    submittedBy: { id: 'maya', kind: 'PERSON', authenticated: true },
    at: home.clock.now(),
  });
  return ((await home.steps.intake(event)) as { releaseId: ReleaseId }).releaseId;
}
