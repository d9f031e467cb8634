import { bundleSteps } from '../lib/bundle-steps.ts';
import { makeApp } from '../lib/make-app.ts';

makeApp(await bundleSteps('node_modules/.cache/interlock-steps')).synth();
