import { contextOf } from '../adapters/of-env/context.ts';
import { linkSignerOf } from '../adapters/of-env/link-signer.ts';
import { budgetsOf } from '../adapters/of-env/state.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import { createReviewer } from '../adapters/create-reviewer.ts';
import type { Ports, Reviewer } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts & Pick<Ports, 'reviewer' | 'linkSigner' | 'budgets'>;

export async function createDeps(env: Env): Promise<Deps> {
  const context = contextOf(env);
  const reviewer: Reviewer = {
    ask: async (prompt) => createReviewer((await context.settings.current()).config.reviewer, process.env).ask(prompt),
  };
  return { ...context, reviewer, budgets: budgetsOf(env), linkSigner: await linkSignerOf(env) };
}
