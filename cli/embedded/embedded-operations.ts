import { userInfo } from 'node:os';
import type { Actor } from '../../core/contracts/actor.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import type { Home as EmbeddedHome } from '../../embedded/home/open-home.ts';
import { submissionOf } from '../../embedded/vcs/submission-of.ts';
import { answerAs } from '../../lambdas/answer-hold/answer-as.ts';
import { stopRelease } from '../../lambdas/kit/stop-release.ts';
import type { Operations } from '../home.ts';
import { required } from '../required.ts';

/** What commands change on this machine: in the same files that the engine works on. */
export function embeddedOperations(home: EmbeddedHome): Operations {
  const { ports } = home;
  return {
    whoAmI: (as) => Promise.resolve(person(as)),
    submit: async (change, service, submittedBy) => {
      const { config } = await ports.settings.current();
      const event = await submissionOf(change, {
        configuredRepository: config.services[service]!.repository,
        ...{ service, submittedBy, at: home.clock.now() },
      });
      const releaseId = releaseIdOf(event);
      const known = await ports.releases.get(releaseId);
      await home.steps.intake(event);
      return { releaseId, before: known && { at: known.at, outcome: known.outcome } };
    },
    answer: ({ as, ...input }) =>
      answerAs(ports, {
        ...input,
        personId: required(as, '--as', 'the id of a configured approver'),
        via: `command line, login ${userInfo().username}`,
      }),
    cancel: ({ releaseId, reason, as }) => stopRelease(ports, releaseId, { kind: 'CANCEL', actor: person(as), reason }),
    kill: async ({ scope, on, reason, as }) => {
      const by = person(as).id;
      await ports.controls.setKillSwitch(scope, on, by, reason);
      return { scope, state: on ? 'on' : 'off', by, reason };
    },
  };
}

/** The operating system proved the login and nothing else. */
function person(as: string | undefined): Actor {
  const login = userInfo().username;
  return { id: as ?? login, kind: 'PERSON', authenticated: (as ?? login) === login };
}
