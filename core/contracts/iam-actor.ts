import type { Actor } from './actor.ts';

/**
 * Who an IAM ARN stands for. Users, and people whom IAM Identity Center signed in (its roles are reserved), go by their
 * own name, which an approver list can hold. Of any other role only the role is proved: whoever may take it on chooses
 * the session's name. What is none of these is nobody.
 */
export function iamActor(arn: string, homeAccount: string): Actor {
  const [, account = '', rest = ''] = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  const [kind, ...path] = rest.split('/');
  const last = path.at(-1) ?? '';
  // The same name in another account is somebody else.
  const inHome = (name: string) => (account === homeAccount ? name : `${account}:${name}`);
  if (kind === 'user' && last !== '') return { id: inHome(last), kind: 'PERSON', authenticated: true };
  if (kind === 'assumed-role' && path.length === 2 && last !== '')
    return path[0]?.startsWith('AWSReservedSSO_')
      ? { id: inHome(last), kind: 'PERSON', authenticated: true }
      : { id: inHome(`role/${path[0]}`), kind: 'AGENT', authenticated: true };
  return { id: 'unknown', kind: 'AGENT', authenticated: false };
}
