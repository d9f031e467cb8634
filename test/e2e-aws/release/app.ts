import type { Plugin } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { bundleSteps } from '../../../lib/bundle-steps.ts';
import { applyEmulatorGaps } from '../../../lib/emulator-gaps.ts';
import { ExampleStack } from '../../../lib/example-stack/example-stack.ts';
import type { GuardedFunctionProps } from '../../../lib/guarded-function.ts';
import { makeApp } from '../../../lib/make-app.ts';

/** bin/app.ts, with the fast clock in the place of the wall clock. Nothing else differs from what an account gets. */
const fastClock: Plugin = {
  name: 'fast-clock',
  setup({ onResolve }) {
    const path = fileURLToPath(new URL('fast-clock.ts', import.meta.url));
    onResolve({ filter: /\/clock\.ts$/ }, () => ({ path }));
  },
};

const app = makeApp(await bundleSteps('node_modules/.cache/interlock-steps-e2e', { plugins: [fastClock] }));
const initial = JSON.parse(process.env['SHOP_INITIAL']!) as GuardedFunctionProps['initial'];
applyEmulatorGaps(new ExampleStack(app, 'Example', { initial }));
app.synth();
