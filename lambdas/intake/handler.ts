import { changeSubmittedSchema } from '../../core/contracts/change-submitted.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { hasService } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** Takes a submission in, checks it, and publishes the one event. Duplicates are welcome: they name the same release. */
export const createHandler = (deps: Deps) => async (submission: unknown) => {
  const parsed = changeSubmittedSchema.safeParse(submission);
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, 5).map((i) => `${i.path.join('.') || '(whole)'}: ${i.message}`);
    throw new InvalidInput(`change.submitted: ${problems.join('; ')}`);
  }
  const event = parsed.data;
  const settings = await deps.settings.current();
  if (!hasService(settings, event.service)) {
    const known = Object.keys(settings.config.services).join(', ');
    throw new InvalidInput(`service: found "${event.service}"; expected a configured service (${known})`);
  }
  await deps.bus.publish(event);
  return { releaseId: releaseIdOf(event), accepted: true as const };
};
