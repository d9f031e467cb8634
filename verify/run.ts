import type { Proof } from './proof.ts';
import { SECTIONS } from './sections.ts';

/** Runs every section and prints a table; exit code 1 when anything is violated, unproved or a mutant survives. */
const failed: string[] = [];
for (const { name, prove } of SECTIONS) {
  const began = performance.now();
  const proofs = await prove();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`\n${name} (${seconds} s)`);
  for (const proof of proofs) {
    console.log(`  ${holds(proof) ? 'holds ' : 'BROKEN'}  ${proof.subject.padEnd(60)} ${figures(proof)}`);
    for (const line of [...(proof.violation ?? []), ...(proof.notes ?? [])]) console.log(`            ${line}`);
    if (!holds(proof)) failed.push(`${name}: ${proof.subject}`);
  }
  if (proofs.length === 0) failed.push(`${name}: proved nothing`);
}
console.log(failed.length === 0 ? '\nEverything holds.' : `\n${failed.length} broken:\n${failed.join('\n')}`);
process.exitCode = failed.length === 0 && SECTIONS.length > 0 ? 0 : 1;

function holds({ violation, explored, mutants }: Proof): boolean {
  return violation === null && explored > 0 && (mutants === null || mutants.killed === mutants.generated);
}

function figures({ explored, unit, mutants }: Proof): string {
  const killed = mutants === null ? '' : `, ${mutants.killed} of ${mutants.generated} mutants killed`;
  return `${explored.toLocaleString('en')} ${unit}${killed}`;
}
