import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all suites: a folder in which those of one run share what they synthesize (test/lib/synth.ts). */
export default function setup() {
  process.env['SYNTH_CACHE'] = mkdtempSync(join(tmpdir(), 'interlock-synth-cache-'));
}

export function teardown() {
  rmSync(process.env['SYNTH_CACHE'], { recursive: true, force: true });
}
