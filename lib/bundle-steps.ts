import { Code } from 'aws-cdk-lib/aws-lambda';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertLimits } from '../verify/policies/assert-limits.ts';
import { type StepName, stepShapes } from './step-shapes.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CEDAR = 'node_modules/@cedar-policy/cedar-wasm/nodejs/cedar_wasm_bg.wasm';

/** The code of each step. */
export type StepCode = (name: StepName) => Code;

type Options = {
  readonly ecs?: boolean;
  /** The folder of the policies that are deployed with the steps; this installation's own where none is named. */
  readonly policies?: string;
  readonly plugins?: readonly Plugin[];
  readonly told?: (metafile: Metafile) => void;
};

/**
 * Bundles every step below `out` and says where each one's code lies. Needs no network and no process of its own.
 * Without `ecs` the clients that only ECS targets need, 257 KB of six bundles, are left out; `plugins` is for who has to
 * put something else in a module's place; `told` is told what went into the bundles.
 */
export async function bundleSteps(
  out: string,
  { ecs = false, policies: folder = path.join(ROOT, 'policies'), plugins = [], told }: Options = {},
): Promise<StepCode> {
  const policies = policiesIn(folder);
  // What goes past a hard limit is never deployed.
  assertLimits(policies);
  rmSync(out, { recursive: true, force: true });
  const entryPoints = Object.fromEntries(
    Object.entries(stepShapes).map(([name, { entry }]) => [`${name}/index`, `${ROOT}lambdas/${entry}.ts`]),
  );
  const { metafile } = await build({
    ...bundling({ ecs }),
    plugins: [...plugins, noEventStreams],
    entryPoints,
    outdir: out,
    metafile: true,
  });
  told?.(metafile);
  for (const [name, { beside }] of Object.entries(stepShapes))
    for (const what of beside) put(what, path.join(out, name), policies);
  return (name) => Code.fromAsset(path.join(out, name));
}

/** How code becomes a bundle. docs/adr/0018-bundles.md says what each part of it saves. */
export function bundling({ ecs }: { readonly ecs: boolean }) {
  return {
    bundle: true,
    platform: 'node',
    target: 'node24',
    // Measured on cold starts: CommonJS with the `module` main fields starts 45 ms sooner than ES modules.
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    supported: { 'dynamic-import': false },
    // The whole chain of credential providers is 136 KB and 34 ms; in Lambda only the environment's are wanted.
    alias: { '@aws-sdk/credential-provider-node': `${ROOT}lambdas/kit/environment-credentials.ts` },
    define: {
      'import.meta.url': '__importMetaUrl',
      INTERLOCK_VERSION: JSON.stringify(version()),
      INTERLOCK_ECS: JSON.stringify(ecs),
    },
    banner: { js: 'const __importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
    logLevel: 'error',
  } satisfies BuildOptions;
}

/**
 * The SDK imports the reader of event streams when an answer comes as one, which no command of ours has. That single
 * dynamic import would make the bundler keep all that it reaches, half of the SDK, whole: it stays outside, and an answer
 * of that kind would be an error that says so.
 */
const noEventStreams: Plugin = {
  name: 'no-event-streams',
  setup({ onResolve }) {
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : null,
    );
  },
};

/** Files that code reads at run time and the bundler therefore does not see; the policies are the bytes that were checked. */
function put(what: 'policies' | 'cedar', folder: string, policies: Readonly<Record<string, string>>): void {
  if (what === 'cedar') return cpSync(path.join(ROOT, CEDAR), path.join(folder, path.basename(CEDAR)));
  mkdirSync(path.join(folder, 'policies'), { recursive: true });
  for (const [file, text] of Object.entries(policies)) writeFileSync(path.join(folder, 'policies', file), text);
}

function policiesIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => /\.cedar(schema)?$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

const version = (): string => (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string }).version;
