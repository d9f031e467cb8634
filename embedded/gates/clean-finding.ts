import { printable } from '../../core/change/printable.ts';
import type { Finding } from '../../core/contracts/gate-result.ts';
import { maskSecrets } from './mask-secrets.ts';
import { plainText } from './plain-text.ts';

/** A tool's finding made fit to keep: bounded, plain, without secrets. */
export async function clean(finding: Finding): Promise<Finding> {
  const text = async (raw: string, max: number) => (await maskSecrets(plainText(raw.slice(0, 4 * max)))).slice(0, max);
  return {
    category: finding.category,
    severity: finding.severity,
    rule: (await text(finding.rule, 200)).replace(/\s+/g, ' '),
    message: await text(finding.message, 2000),
    ...(finding.file === undefined ? {} : { file: printable(await text(finding.file, 500), 500) }),
    ...(finding.line === undefined ? {} : { line: finding.line }),
  };
}
