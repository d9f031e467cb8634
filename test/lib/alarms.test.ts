import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { stepShapes } from '../../lib/step-shapes.ts';
import { resourcesOf, synthesized } from './synth.ts';

const stack = synthesized({ example: 'true' }).template('Interlock');
const alarms = Object.values(resourcesOf(stack))
  .filter((r) => r.Type === 'AWS::CloudWatch::Alarm' || r.Type === 'AWS::CloudWatch::CompositeAlarm')
  .map((r) => r.Properties);
const sections = new Set(
  [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  ),
);

describe('alarms', () => {
  it.each(alarms.map((alarm) => [alarm['AlarmName'], alarm['AlarmDescription']]))(
    '%s says how bad it is and has its section in the runbook',
    (_, description) => {
      const [, anchor] = /^(?:PAGE|TICKET): .*runbook\.md#([a-z0-9-]+)$/.exec(String(description)) ?? [];
      expect([...sections]).toContain(anchor);
    },
  );

  it('every single one tells somebody: pages and tickets go different ways', () => {
    const single = alarms.filter((alarm) => alarm['AlarmRule'] === undefined);
    for (const alarm of single) {
      const page = String(alarm['AlarmDescription']).startsWith('PAGE');
      expect(JSON.stringify(alarm['AlarmActions'])).toContain(page ? 'AlarmsPage' : 'AlarmsTicket');
    }
  });

  it('every step has one for its errors and one for its throttles', () => {
    const names = alarms.map((alarm) => alarm['AlarmName']);
    for (const step of Object.keys(stepShapes))
      expect(names).toEqual(expect.arrayContaining([`interlock-${step}-errors`, `interlock-${step}-throttles`]));
  });

  it('what guarded services alarm with has its section too', () => {
    const example = synthesized({ example: 'true' }).template('Example');
    for (const { Type, Properties } of Object.values(resourcesOf(example)))
      if (Type === 'AWS::CloudWatch::Alarm')
        expect([...sections]).toContain(/Runbook: ([a-z-]+)$/.exec(String(Properties['AlarmDescription']))?.[1]);
  });
});
