import { spawn, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

export type Project = {
  /** YAML, as in the project or in the source. */
  readonly buildspec: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
};

export type Build = {
  readonly id: string;
  readonly projectName: string;
  readonly sourceVersion: string;
  status: string;
  log: string;
  child: ChildProcess | null;
  stopped: boolean;
  done: Promise<void>;
};
type Phase = { readonly commands?: readonly string[]; readonly 'on-failure'?: string };
type Buildspec = {
  readonly env?: { readonly variables?: Readonly<Record<string, string>> };
  readonly phases?: Readonly<Record<string, Phase | undefined>>;
};
const LOG_CHARACTERS = 100_000;

/**
 * As CodeBuild: post_build also runs after a build that failed, unless that is to abort; nothing runs after a failed
 * install or pre_build. Commands share their shell's variables and folder.
 */
export async function runPhases(build: Build, project: Project, folder: string): Promise<string> {
  const spec = parse(project.buildspec) as Buildspec;
  const environment = {
    PATH: process.env['PATH'],
    HOME: folder,
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_SRC_DIR: join(folder, 'source'),
    CODEBUILD_RESOLVED_SOURCE_VERSION: build.sourceVersion,
    ...project.environment,
    ...spec.env?.variables,
  };
  await writeFile(join(folder, 'shell'), `cd '${join(folder, 'source')}'\n`);
  const deadline = Date.now() + (project.timeoutMs ?? 600_000);
  let failed = false;
  for (const phase of ['install', 'pre_build', 'build', 'post_build']) {
    if (failed && phase !== 'post_build') break;
    for (const command of spec.phases?.[phase]?.commands ?? []) {
      const code = await runCommand(build, command, { folder, environment, leftMs: deadline - Date.now() });
      if (build.stopped) return 'STOPPED';
      if (code === 'TIMED_OUT') return 'TIMED_OUT';
      if (code === 0) continue;
      build.log += `\n${phase}: exit code ${code}`;
      if ((phase !== 'build' && phase !== 'post_build') || spec.phases?.[phase]?.['on-failure'] === 'ABORT')
        return 'FAILED';
      failed = true;
      break;
    }
  }
  return failed ? 'FAILED' : 'SUCCEEDED';
}

type Surroundings = { readonly folder: string; readonly environment: NodeJS.ProcessEnv; readonly leftMs: number };

async function runCommand(build: Build, command: string, { folder, environment, leftMs }: Surroundings) {
  if (build.stopped) return 1;
  const shell = join(folder, 'shell');
  const keepShell = `trap 'code=$?; { export -p; echo "cd \\"$PWD\\""; } > "${shell}"; exit $code' EXIT`;
  const child = spawn('sh', ['-c', `. "${shell}"\n${keepShell}\n${command}`], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  build.child = child;
  const keep = (text: Buffer) => void (build.log = (build.log + text.toString('utf8')).slice(-LOG_CHARACTERS));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let late = false;
  const timer = setTimeout(
    () => {
      late = true;
      endGroup(child);
    },
    Math.max(1, leftMs),
  );
  const code = await new Promise<number | null>((ended) => {
    child.on('error', () => ended(127));
    child.on('close', (exit) => ended(exit));
  });
  clearTimeout(timer);
  // What it left behind in its group ends with it.
  endGroup(child);
  build.child = null;
  return late ? ('TIMED_OUT' as const) : (code ?? 1);
}

/** Ends what a command left in its process group. */
export function endGroup(child: ChildProcess | null): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left.
  }
}
