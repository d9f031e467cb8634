import { bundleSteps } from '../lib/bundle-steps.ts';
import { makeApp } from '../lib/make-app.ts';
import { registersEcs } from '../lib/registers-ecs.ts';

makeApp(await bundleSteps('node_modules/.cache/interlock-steps', { ecs: registersEcs() })).synth();
