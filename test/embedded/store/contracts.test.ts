import { createAuditLog } from '../../../embedded/store/audit-log.ts';
import { createBlobs } from '../../../embedded/store/blobs.ts';
import { createBudgets } from '../../../embedded/store/budgets.ts';
import { createControls } from '../../../embedded/store/controls.ts';
import { createHolds, type Succeed } from '../../../embedded/store/holds.ts';
import { createLinkSigner } from '../../../embedded/store/link-signer.ts';
import { createLocks } from '../../../embedded/store/locks.ts';
import { createPermits } from '../../../embedded/store/permits.ts';
import { createReleases } from '../../../embedded/store/releases.ts';
import { createTrustLedger } from '../../../embedded/store/trust-ledger.ts';
import { auditLogContract } from '../../contracts/audit-log-contract.ts';
import { blobsContract } from '../../contracts/blobs-contract.ts';
import { budgetsContract } from '../../contracts/budgets-contract.ts';
import { controlsContract } from '../../contracts/controls-contract.ts';
import { holdsContract, type HoldsUnderTest } from '../../contracts/holds-contract.ts';
import { linkSignerContract } from '../../contracts/link-signer-contract.ts';
import { locksContract } from '../../contracts/locks-contract.ts';
import { permitsContract } from '../../contracts/permits-contract.ts';
import { releasesContract } from '../../contracts/releases-contract.ts';
import { trustLedgerContract } from '../../contracts/trust-ledger-contract.ts';
import { adapterOn, temporaryHome } from './temporary-home.ts';

auditLogContract('SQLite', () => adapterOn((db, clock) => createAuditLog(db, clock, '0.1.0')));
releasesContract('SQLite', () => adapterOn(createReleases));
locksContract('SQLite', () => adapterOn(createLocks));
permitsContract('SQLite', () => adapterOn(createPermits));
controlsContract('SQLite', () => adapterOn(createControls));
trustLedgerContract('SQLite', () => adapterOn((db) => createTrustLedger(db)));
budgetsContract('SQLite', () => adapterOn(createBudgets));

holdsContract('SQLite', () => {
  const answers: HoldsUnderTest['answers'] = [];
  const fault: HoldsUnderTest['fault'] = { fail: null };
  const succeed: Succeed = (token, word) => {
    if (fault.fail !== null) throw new Error(fault.fail);
    answers.push({ token, word });
  };
  return { ...adapterOn((db, clock) => createHolds(db, clock, succeed)), answers, fault };
});

blobsContract('files', () => {
  const { home, clock, end } = temporaryHome();
  return { port: createBlobs(home), other: createBlobs(home), clock, end };
});

linkSignerContract('key file', () => {
  const { home, clock, end } = temporaryHome();
  const elsewhere = temporaryHome();
  return {
    port: createLinkSigner(home),
    other: createLinkSigner(home),
    stranger: createLinkSigner(elsewhere.home),
    clock,
    end: () => {
      end();
      elsewhere.end();
    },
  };
});
