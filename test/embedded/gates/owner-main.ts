/** A process that owns gate runs until it is killed: arguments are home, repository, base and head. */
import type { CommitSha, ReleaseId } from '../../../core/contracts/ids.ts';
import { openGates, settingsWith } from './owner.ts';

const [home = '', path = '', base = '', head = ''] = process.argv.slice(2);
// Not an argument: the tests look for the command among the command lines of all processes.
const command = process.env['GATE_COMMAND'] ?? '';
await openGates(home, settingsWith([command])).gates.start({
  releaseId: `rel-${'0'.repeat(20)}` as ReleaseId,
  source: { kind: 'LOCAL', path },
  base: base as CommitSha,
  head: head as CommitSha,
  taskToken: 'token-of-the-first-process',
});
