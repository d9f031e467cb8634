import { assertNever, InvalidInput } from '../../core/contracts/errors.ts';
import { whoIs } from '../../core/hold/who-is.ts';
import { hasService } from '../kit/release-context.ts';
import { stopRelease } from '../kit/stop-release.ts';
import { answer } from './answer.ts';
import type { Deps } from './deps.ts';
import { Unproved, type Request } from './read-request.ts';
import { submit } from './submit.ts';
import { viaOf } from './via-of.ts';

/** Does what somebody asked for whom AWS proved. Sent again, an operation has no second effect and answers the same. */
export const createHandler =
  (deps: Deps) =>
  async ({ principal, account, operation }: Request): Promise<unknown> => {
    const settings = await deps.settings.current();
    const actor = whoIs(settings.config, principal, account);
    if (actor === null)
      throw new Unproved(`${principal.slice(0, 300)} stands for nobody; expected an IAM user or a session of a role`);
    switch (operation.kind) {
      case 'WHO_AM_I':
        return actor;
      case 'SUBMIT':
        return submit(deps, operation, actor);
      case 'ANSWER':
        return answer(deps, operation, principal);
      case 'CANCEL':
        return stopRelease(deps, operation.releaseId, {
          kind: 'CANCEL',
          actor,
          reason: `${operation.reason} (by ${viaOf(principal)})`,
        });
      case 'KILL': {
        const { scope, on, reason } = operation;
        if (scope !== '*' && !hasService(settings, scope)) {
          const known = Object.keys(settings.config.services).join(', ');
          throw new InvalidInput(`service: found "${scope}"; expected one of ${known}`);
        }
        await deps.controls.setKillSwitch(scope, on, principal, reason);
        return { scope, state: on ? 'on' : 'off', by: principal, reason };
      }
      default:
        return assertNever(operation);
    }
  };
