import pc from 'picocolors';
import { safe, table } from '../../cli/print.ts';
import type { Release } from '../../core/contracts/release.ts';
import type { ChangeName } from '../make-shop.ts';

export type Row = { readonly name: ChangeName; readonly release: Release | null; readonly note: string };

/** The live table: drawn over itself on a terminal, elsewhere a line whenever something has moved. */
export function liveTable() {
  let height = 0;
  let last = '';
  return (rows: readonly Row[], footer: string): void => {
    const cells = rows.map(({ name, release, note }) => [
      name,
      release?.outcome ?? release?.at ?? 'not submitted',
      safe(note).slice(0, 100),
    ]);
    if (process.stdout.isTTY) {
      const width = process.stdout.columns || 100;
      const text = `${table([['CHANGE', 'AT', ''], ...cells])}\n${pc.dim(footer)}`;
      const lines = text.split('\n').map((l) => l.slice(0, width + 10));
      process.stdout.write(`${height > 0 ? `\u001b[${height}A` : ''}${lines.map((l) => `\u001b[2K${l}`).join('\n')}\n`);
      height = lines.length;
      return;
    }
    const state = cells.map(([name, at]) => `${name}: ${at}`).join('   ');
    if (state !== last) process.stdout.write(`${state}\n`);
    last = state;
  };
}
