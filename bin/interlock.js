#!/usr/bin/env node
// Runs the CLI on the Node this project pins: it needs node:sqlite and type stripping, and the Node on the PATH may be older.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const entry = new URL('./interlock.ts', import.meta.url);

function runOnPinnedNode() {
  let pinned;
  try {
    pinned = createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    console.error('interlock: the pinned Node is not installed. Run "npm ci" in Interlock\'s folder first.');
    process.exit(2);
  }
  // The IPC channel lets the child notice when this process is killed (see bin/interlock.ts).
  const child = spawn(pinned, [fileURLToPath(entry), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

if (Number(process.versions.node.split('.')[0]) >= 24) await import(entry.href);
else runOnPinnedNode();
