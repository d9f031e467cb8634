import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
/** A command that has not ended by then is killed and reported; real milliseconds, generous for a busy machine. */
const LIMIT_MS = 60_000;

export type CliResult = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
type Options = { readonly cwd?: string; readonly input?: string; readonly env?: Environment };
/** Undefined takes a variable out of the environment. */
type Environment = Readonly<Record<string, string | undefined>>;

/** `interlock ARGS` as a process of its own, to its end. */
export function runCli(args: readonly string[], options: Options = {}): Promise<CliResult> {
  return run([path('bin/interlock.ts'), ...args], options);
}

/** Several command lines one after the other in one process, for what needs none of its own. */
export async function runCliBatch(
  commands: readonly (readonly string[])[],
  cwd?: string,
  env?: Options['env'],
): Promise<CliResult[]> {
  const input = JSON.stringify(commands);
  const { code, stdout, stderr } = await run([path('test/support/cli-batch.ts')], {
    input,
    ...(cwd && { cwd }),
    ...(env && { env }),
  });
  if (code !== 0) throw new Error(`the batch ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as CliResult[];
}

function run(command: readonly string[], { cwd, input, env }: Options): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd,
      // The cache halves the start of each of the many commands that the tests run.
      env: { ...process.env, NO_COLOR: '1', NODE_COMPILE_CACHE: path('node_modules/.cache/interlock-cli'), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}
