import type { Reason } from '../contracts/reason.ts';
import { reasonNode } from './reason-node.ts';
import type { Situation } from './situation.ts';

/** What the change touches and the class that follows (K13). The trigger `class-high` says whether it asks for a person. */
export function riskReason({ facts, riskClass, raisedBy }: Situation): Reason {
  const { signals } = facts.change;
  const seen = raisedBy.length > 0 ? raisedBy : signals.map(({ kind }) => kind);
  return reasonNode(
    'risk',
    riskClass === 'LOW' ? 'OK' : 'NOTE',
    `class ${riskClass}: ${seen.join(', ') || 'no known signal'}`,
    'the class of the riskiest thing it touches; what is not known counts MEDIUM',
    signals.map(({ kind, files, detail }) =>
      reasonNode(kind, raisedBy.includes(kind) ? 'NOTE' : 'OK', files.join(', '), detail),
    ),
  );
}
