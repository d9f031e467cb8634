import { spawn } from 'node:child_process';
import { InvalidInput, Terminal } from '../../core/contracts/errors.ts';
import { printable } from '../../core/change/printable.ts';

export type GitOptions = {
  /** Bytes of output at which git is ended early; `tooLarge` then says what was too large. */
  readonly limitBytes: number;
  readonly tooLarge: () => InvalidInput;
  /** Exit codes that are answers; default only 0. */
  readonly codes?: readonly number[];
  readonly signal?: AbortSignal | undefined;
  /** False leaves out the user's own git settings, whose filters could run programs. Default true: they name safe folders. */
  readonly userSettings?: boolean;
};
export type GitAnswer = { readonly code: number; readonly stdout: Buffer };

/** No hook, pager, filter, attribute or setting of a machine may change what git prints, run a program or ask anybody. */
const gitSettings: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.quotepath=false',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'diff.external=',
  'log.showSignature=false',
  'protocol.allow=never',
  'attr.tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904',
].flatMap((setting) => ['-c', setting]);

/** Nothing is inherited but where programs are and whose folders git may trust. */
const gitEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
  HOME: process.env['HOME'] ?? '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  // refs/replace would show other bytes than the commit holds.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
});

export const limited = (what: string, limitBytes = 32 * 1024 * 1024) => ({
  limitBytes,
  tooLarge: () => new InvalidInput(`${what} is larger than ${limitBytes} bytes`),
});

/** Runs git in `cwd` and gathers what it prints. */
export async function git(cwd: string, args: readonly string[], options: GitOptions): Promise<GitAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const code = await streamGit(cwd, args, {
    ...options,
    take: (chunk) => {
      bytes += chunk.length;
      if (bytes > options.limitBytes) throw options.tooLarge();
      chunks.push(chunk);
    },
  });
  return { code, stdout: Buffer.concat(chunks) };
}

/** Runs git and hands each chunk to `take`, whose throw ends git at once and is passed on. */
export function streamGit(
  cwd: string,
  args: readonly string[],
  options: Pick<GitOptions, 'codes' | 'signal' | 'userSettings'> & {
    readonly take: (chunk: Buffer) => void;
    readonly input?: Iterable<string>;
  },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...gitSettings, '--no-pager', '--literal-pathspecs', ...args], {
      cwd,
      env: {
        ...gitEnvironment(),
        ...(options.userSettings === false ? { GIT_CONFIG_GLOBAL: '/dev/null' } : {}),
        ...(args.includes('--bare') ? { GIT_INDEX_FILE: '/nonexistent/index' } : {}),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: options.signal,
      killSignal: 'SIGKILL',
    });
    let complaint = '';
    let failure: unknown = null;
    child.stdout.on('data', (chunk: Buffer) => {
      if (failure !== null) return;
      try {
        options.take(chunk);
      } catch (error) {
        failure = error;
        child.kill('SIGKILL');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 2000) complaint += chunk.toString('utf8');
    });
    child.on('error', (error) => {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      reject(missing ? new Terminal('git cannot be started: expected it on PATH') : error);
    });
    child.on('close', (code) => {
      if (failure !== null) reject(failure as Error);
      else if (code !== null && (options.codes ?? [0]).includes(code)) resolve(code);
      else
        reject(
          new Terminal(`git ${args.find((a) => /^[a-z]/.test(a)) ?? ''} failed: ${printable(complaint.trim(), 500)}`),
        );
    });
    // git may end before it has read everything; its exit code says how it went.
    child.stdin.on('error', () => undefined);
    feed(child.stdin, options.input ?? []);
  });
}

/** Writes at the pace at which git reads. */
function feed(stdin: NodeJS.WritableStream, input: Iterable<string>): void {
  const lines = input[Symbol.iterator]();
  const more = (): void => {
    for (let next = lines.next(); !next.done; next = lines.next())
      if (!stdin.write(next.value)) {
        stdin.once('drain', more);
        return;
      }
    stdin.end();
  };
  more();
}
