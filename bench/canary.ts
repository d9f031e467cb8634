import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { HELP } from './canary/help.ts';
import { measure } from './canary/measure.ts';
import { printSpeed, UPDATES_PER_SECOND } from './canary/print-speed.ts';
import { tables } from './canary/tables.ts';
import { SCENARIOS } from './canary/run-scenario.ts';
import { MED } from './canary/scenario.ts';
import { heapPerWatch, pace, sizes, THOUSAND } from './canary/speed.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '400' },
    seed: { type: 'string', default: 'interlock' },
    only: { type: 'string', multiple: true, default: [] },
    jobs: { type: 'string', default: String(availableParallelism()) },
    speed: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const whole = (name: 'runs' | 'jobs'): number => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name}: found ${values[name]}; expected a whole number above 0`);
  return value;
};

if (values.help) console.log(HELP);
else if (values.speed) speed();
else await compare();

function speed(): void {
  const paces = [pace(THOUSAND, 3000), pace(MED, 3000)];
  const report = { paces, sizes: sizes(), heap: heapPerWatch(MED) };
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else printSpeed(report);
  if (paces[0]!.updatesPerSecond < UPDATES_PER_SECOND) process.exitCode = 1;
}

async function compare(): Promise<void> {
  const names = SCENARIOS.map(({ name }) => name).filter(
    (name) => values.only.length === 0 || values.only.some((part) => name.includes(part)),
  );
  if (names.length === 0) throw new Error(`--only: found ${values.only}; expected part of a scenario's name`);
  let told = '';
  const report = await measure(names, values.seed, whole('runs'), whole('jobs'), (percent) => {
    const text = `${percent} %`;
    if (text !== told) process.stderr.write(`\r${text} `);
    told = text;
  });
  process.stderr.write('\n');
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else console.log(tables(report));
  if (report.targets.some(({ met }) => met === false)) process.exitCode = 1;
}
