import { InvalidInput } from '../../core/contracts/errors.ts';
import { brokenLines, policyReport } from './policy-report.ts';

/**
 * Throws InvalidInput that names each hard limit which these policy files break, with the smallest request that shows it;
 * and for files that are not valid.
 */
export function assertLimits(files: Readonly<Record<string, string>>): void {
  const broken = policyReport(files).limits.filter((limit) => limit.broken !== null);
  if (broken.length === 0) return;
  const told = broken.flatMap((limit) => [
    `  BROKEN: ${limit.limit}`,
    ...brokenLines(limit).map((line) => `    ${line}`),
  ]);
  throw new InvalidInput(`the policies go past ${broken.length} hard limits; expected none:\n${told.join('\n')}`);
}
