import { readFileSync } from 'node:fs';
import { loadDefinition } from '../../asl/load-definition.ts';
import type { Definition } from '../../asl/definition.ts';
import { resourcesOf, synthesized } from '../../test/lib/synth.ts';

const FILES = { release: 'release.asl.json', 'traffic-shift': 'traffic-shift.asl.json' } as const;
export type MachineName = keyof typeof FILES;

/** What `cdk synth` puts into the template, as far as it costs: both graphs, the functions' memory, what is paid by the month. */
export function fromTemplate() {
  const of = (stack: string, context = {}) => Object.values(resourcesOf(synthesized(context).template(stack)));
  const resources = of('Interlock');
  const count = (all: typeof resources, type: string) => all.filter(({ Type }) => Type === type).length;
  const monthly = (all: typeof resources) => ({
    alarms: count(all, 'AWS::CloudWatch::Alarm'),
    composites: count(all, 'AWS::CloudWatch::CompositeAlarm'),
    dashboards: count(all, 'AWS::CloudWatch::Dashboard'),
    secrets: count(all, 'AWS::SecretsManager::Secret'),
  });
  const machines = Object.fromEntries(
    Object.entries(FILES).map(([name, file]) => {
      const found = resources.find(
        ({ Type, Properties }) =>
          Type === 'AWS::StepFunctions::StateMachine' && Properties['StateMachineName'] === `interlock-${name}`,
      );
      const text = found?.Properties['DefinitionString'];
      if (text !== readFileSync(new URL(`../../statemachines/${file}`, import.meta.url), 'utf8'))
        throw new Error(`${file} is not what the template holds`);
      const placeholders = Object.keys(found!.Properties['DefinitionSubstitutions'] as object);
      const names = placeholders.map((key) => [key, key === 'TrafficShift' ? 'traffic-shift' : key]);
      return [name, loadDefinition(String(text), Object.fromEntries(names) as Record<string, string>)];
    }),
  ) as Record<MachineName, Definition>;
  const memory = new Map(
    resources
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => [
        String(Properties['FunctionName']).replace('interlock-', ''),
        Number(Properties['MemorySize']),
      ]),
  );
  return { machines, memory, house: monthly(resources), service: monthly(of('Example', { example: 'true' })) };
}
export type FromTemplate = ReturnType<typeof fromTemplate>;
