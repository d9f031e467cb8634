import type { Clock } from '../../lambdas/ports.ts';
import { createAuditLog } from '../../verify/lives/ports/audit-log.ts';
import { createBlobs } from '../../verify/lives/ports/blobs.ts';
import { createBudgets, emptyBudgets } from '../../verify/lives/ports/budgets.ts';
import { createControls, emptyControls } from '../../verify/lives/ports/controls.ts';
import { createHolds, emptyHolds } from '../../verify/lives/ports/holds.ts';
import { createLinkSigner } from '../../verify/lives/ports/link-signer.ts';
import { createLocks } from '../../verify/lives/ports/locks.ts';
import { createPermits } from '../../verify/lives/ports/permits.ts';
import { createReleases } from '../../verify/lives/ports/releases.ts';
import { createTrustLedger } from '../../verify/lives/ports/trust-ledger.ts';
import { auditLogContract } from '../contracts/audit-log-contract.ts';
import { blobsContract } from '../contracts/blobs-contract.ts';
import { budgetsContract } from '../contracts/budgets-contract.ts';
import { controlsContract } from '../contracts/controls-contract.ts';
import { holdsContract, type HoldsUnderTest } from '../contracts/holds-contract.ts';
import { linkSignerContract } from '../contracts/link-signer-contract.ts';
import { locksContract } from '../contracts/locks-contract.ts';
import { permitsContract } from '../contracts/permits-contract.ts';
import { releasesContract } from '../contracts/releases-contract.ts';
import { trustLedgerContract } from '../contracts/trust-ledger-contract.ts';
import { fixedClock } from '../support/fixed-clock.ts';

/** Two instances on one store. */
function on<S, P>(store: S, create: (store: S, clock: Clock) => P) {
  const clock = fixedClock();
  return { port: create(store, clock), other: create(store, clock), clock, end: () => {} };
}

auditLogContract('memory', () => on(new Map(), createAuditLog));
blobsContract('memory', () => on(new Map(), createBlobs));
releasesContract('memory', () => on(new Map(), createReleases));
locksContract('memory', () => on(new Map(), createLocks));
permitsContract('memory', () => on(new Map(), createPermits));
trustLedgerContract('memory', () => on(new Map(), createTrustLedger));
budgetsContract('memory', () => on(emptyBudgets(), createBudgets));
controlsContract('memory', () => on(emptyControls(), createControls));
linkSignerContract('memory', () => ({ ...on('key', createLinkSigner), stranger: createLinkSigner('other') }));

holdsContract('memory', () => {
  const answers: HoldsUnderTest['answers'] = [];
  const fault: HoldsUnderTest['fault'] = { fail: null };
  const succeed = (token: string, word: unknown) => {
    if (fault.fail !== null) throw new Error(fault.fail);
    answers.push({ token, word });
  };
  return { ...on(emptyHolds(), (store, clock) => createHolds(store, clock, succeed)), answers, fault };
});
