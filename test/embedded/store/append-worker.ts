// Appends `count` records of its own and one that every worker appends, to the database named on the command line.
import { createAuditLog } from '../../../embedded/store/audit-log.ts';
import { openDatabase } from '../../../embedded/store/database.ts';
import { auditEntry, auditHead } from '../../contracts/samples.ts';

const [file, releaseId, name, count] = process.argv.slice(2);
const db = openDatabase(file!);
const log = createAuditLog(db, { now: () => Date.now() }, '0.1.0');
for (let i = 0; i < Number(count); i += 1) {
  await log.append(auditHead, auditEntry(releaseId!, `${name}-${i}`));
  await log.append(auditHead, auditEntry(releaseId!, `shared-${i}`));
}
db.close();
