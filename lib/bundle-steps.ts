import { Code } from 'aws-cdk-lib/aws-lambda';
import { build, type Plugin } from 'esbuild';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StepName, stepShapes } from './step-shapes.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CEDAR = 'node_modules/@cedar-policy/cedar-wasm/nodejs/cedar_wasm_bg.wasm';

/** The code of each step. */
export type StepCode = (name: StepName) => Code;

/**
 * Bundles every step below `out` and says where each one's code lies. Needs no network and no process of its own.
 * Without `ecs` the clients that only ECS targets need, 257 KB of six bundles, are left out.
 */
export async function bundleSteps(out: string, { ecs = false } = {}): Promise<StepCode> {
  rmSync(out, { recursive: true, force: true });
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(stepShapes).map(([name, { entry }]) => [`${name}/index`, `${ROOT}lambdas/${entry}.ts`]),
    ),
    outdir: out,
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
    plugins: [withoutLocales],
    logLevel: 'error',
  });
  for (const [name, { beside }] of Object.entries(stepShapes))
    for (const what of beside) put(what, path.join(out, name));
  return (name) => Code.fromAsset(path.join(out, name));
}

/** zod brings its messages in forty languages, 264 KB; ours are in the one that it sets by itself. */
const withoutLocales: Plugin = {
  name: 'without-locales',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {}' }));
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
