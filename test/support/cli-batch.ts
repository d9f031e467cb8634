/**
 * Runs one command line after the other in this process: `node cli-batch.ts`, lists of arguments as JSON on standard
 * input, results as JSON on standard output. For what needs no process of its own, like help and refusals.
 */
import { readFileSync } from 'node:fs';
import { main } from '../../cli/main.ts';

const commands = JSON.parse(readFileSync(0, 'utf8')) as string[][];
const results: { code: number; stdout: string; stderr: string }[] = [];
const write = process.stdout.write.bind(process.stdout);
process.stdout.setMaxListeners(0);
for (const args of commands) {
  const result = { code: -1, stdout: '', stderr: '' };
  process.exitCode = undefined;
  process.stdout.write = (text: string | Uint8Array) => ((result.stdout += String(text)), true);
  process.stderr.write = (text: string | Uint8Array) => ((result.stderr += String(text)), true);
  result.code = await main(args);
  results.push(result);
}
process.exitCode = 0;
write(JSON.stringify(results));
