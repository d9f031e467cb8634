import { Code } from 'aws-cdk-lib/aws-lambda';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StepName, stepShapes } from './step-shapes.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CEDAR = 'node_modules/@cedar-policy/cedar-wasm/nodejs/cedar_wasm_bg.wasm';

/** The code of each step. */
export type StepCode = (name: StepName) => Code;

type Options = {
  readonly ecs?: boolean;
  readonly plugins?: readonly Plugin[];
  readonly told?: (metafile: Metafile) => void;
};

/**
 * Bundles every step below `out` and says where each one's code lies. Needs no network and no process of its own.
 * Without `ecs` the clients that only ECS targets need, 257 KB of six bundles, are left out; `plugins` is for who has to
 * put something else in a module's place; `told` is told what went into the bundles.
 */
export async function bundleSteps(out: string, { ecs = false, plugins = [], told }: Options = {}): Promise<StepCode> {
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
    for (const what of beside) put(what, path.join(out, name));
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

/** Files that code reads at run time and the bundler therefore does not see. */
function put(what: 'policies' | 'cedar', folder: string): void {
  if (what === 'cedar') return cpSync(path.join(ROOT, CEDAR), path.join(folder, path.basename(CEDAR)));
  const policies = path.join(ROOT, 'policies');
  for (const file of readdirSync(policies).filter((name) => /\.cedar(schema)?$/.test(name)))
    cpSync(path.join(policies, file), path.join(folder, 'policies', file));
}

const version = (): string => (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string }).version;
