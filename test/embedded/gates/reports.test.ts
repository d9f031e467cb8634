import { describe, expect, it } from '@jest/globals';
import { readJunit } from '../../../embedded/gates/read-junit.ts';
import { readSarif } from '../../../embedded/gates/read-sarif.ts';
import { plainText } from '../../../embedded/gates/plain-text.ts';

const junit = (body: string) => readJunit(`<?xml version="1.0" encoding="utf-8"?>\n${body}`, '/tmp/co');

describe('readJunit', () => {
  it("reads what node's reporter writes", () => {
    const report = junit(`<testsuites>
	<testsuite name="cart" time="0.1" disabled="0" errors="0" tests="2" failures="1" skipped="0" hostname="h">
		<testcase name="adds" time="0.01" classname="test" file="/tmp/co/test/cart.test.js"/>
		<testcase name="totals &lt;2&gt;" time="0.01" classname="test" file="/tmp/co/test/cart.test.js" failure="bad">
			<failure type="testCodeFailure" message="Expected &quot;1&quot; &amp;lt; 2">
[Error] at TestContext.&lt;anonymous&gt; (file:///tmp/co/test/cart.test.js:12:10)
			</failure>
		</testcase>
	</testsuite>
	<testcase name="skips" classname="test"><skipped type="skipped" message="true"/></testcase>
	<!-- tests 3 -->
</testsuites>`);
    expect(report.looked).toBe('2 tests run, 1 skipped');
    expect(report.findings).toEqual([
      {
        severity: 'error',
        rule: 'test > totals <2>',
        message: expect.stringContaining('Expected "1" &lt; 2'),
        file: 'test/cart.test.js',
        line: 12,
      },
    ]);
  });

  it.each([
    ['failure', '<testsuite><testcase name="a"><failure/></testcase></testsuite>'],
    ['error', '<testsuite><testcase name="a"><error message="m"/></testcase></testsuite>'],
    ['failure beside skipped', '<testsuite><testcase name="a"><skipped/><failure/></testcase></testsuite>'],
    [
      'broken suite',
      '<testsuites><testsuite name="s"><error message="import failed"/><testcase name="b"/></testsuite></testsuites>',
    ],
    ['failures only told', '<testsuites failures="2"><testcase name="b"/></testsuites>'],
    ['nonsense told', '<testsuite errors="lots"><testcase name="b"/></testsuite>'],
  ])('counts a %s', (_name, body) => {
    expect(junit(body).findings).toMatchObject([{ severity: 'error' }]);
  });

  it('reads markup in CDATA as text', () => {
    const report = junit(
      '<testsuite><testcase name="a"><failure><![CDATA[got <!DOCTYPE html> &amp;]]></failure></testcase></testsuite>',
    );
    expect(report.findings[0]?.message).toContain('got <!DOCTYPE html>');
  });

  it.each([
    ['no tests', '<testsuites/>', /no test was run/],
    [
      'only skipped tests',
      '<testsuite><testcase name="a"><skipped/></testcase></testsuite>',
      /no test was run \(1 skipped\)/,
    ],
    ['a cut file', '<testsuites><testsuite><testcase name="a"/>', /not well-formed/],
    ['no XML', 'ok', /well-formed|no element/],
    ['nothing', '', /./],
    ['another document', '<html/>', /no element testsuites/],
    [
      'entities',
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>',
      /declares/,
    ],
    [
      'an outside entity',
      '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuite><testcase name="a"/></testsuite>',
      /declares/,
    ],
    [
      'a comment in CDATA in a comment',
      '<!-- <![CDATA[ --><!DOCTYPE x [<!ENTITY a "b">]><testsuite><testcase name="a"/></testsuite><!-- ]]> -->',
      /declares/,
    ],
    ['a deep nest', `${'<testsuite>'.repeat(5000)}<testcase name="a"/>${'</testsuite>'.repeat(5000)}`, /./],
  ])('refuses %s', (_name, body, message) => {
    expect(() => junit(body)).toThrow(message);
  });
});

const sarif = (run: object) =>
  readSarif(
    JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'lint' } }, results: [], ...run }] }),
    '/tmp/co',
  );
const result = (fields: object = {}) => ({ ruleId: 'r1', message: { text: 'm' }, ...fields });

describe('readSarif', () => {
  it('reads place, rule and level', () => {
    const physicalLocation = { artifactLocation: { uri: 'file:///tmp/co/src/a%20b.ts' }, region: { startLine: 7 } };
    expect(sarif({ results: [result({ level: 'error', locations: [{ physicalLocation }] })] }).findings).toEqual([
      { severity: 'error', rule: 'r1', message: 'm', file: 'src/a b.ts', line: 7 },
    ]);
  });

  it.each([
    ['level', { results: [result({ level: 'error' })] }, 'error'],
    [
      "the rule's default",
      {
        tool: { driver: { name: 'x', rules: [{ id: 'r1', defaultConfiguration: { level: 'error' } }] } },
        results: [result()],
      },
      'error',
    ],
    ['no level', { results: [result()] }, 'warning'],
    ['level none', { results: [result({ level: 'none' })] }, 'note'],
    ['suppressed', { results: [result({ level: 'error', suppressions: [{ kind: 'inSource' }] })] }, 'note'],
    [
      'suppression rejected',
      { results: [result({ level: 'error', suppressions: [{ kind: 'external', status: 'rejected' }] })] },
      'error',
    ],
  ])('severity by %s', (_name, run, severity) => {
    expect(sarif(run).findings).toMatchObject([{ severity }]);
  });

  it('does not count what is no failure, and drops places outside of the checkout', () => {
    expect(sarif({ results: [result({ kind: 'pass' })] }).findings).toEqual([]);
    const outside = { physicalLocation: { artifactLocation: { uri: '../../etc/passwd' }, region: { startLine: 1 } } };
    expect(sarif({ results: [result({ locations: [outside] })] }).findings[0]).not.toHaveProperty('file');
  });

  it.each([
    ['text', 'x', /not JSON/],
    ['another version', '{"version":"1.0","runs":[]}', /not SARIF/],
    ['no runs', '{"version":"2.1.0","runs":[]}', /runs/],
    ['a tool that did not look', '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}}}]}', /results/],
    [
      'a tool that failed',
      '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"invocations":[{"executionSuccessful":false}],"results":[]}]}',
      /did not succeed/,
    ],
  ])('refuses %s', (_name, text, message) => {
    expect(() => readSarif(text, '/tmp/co')).toThrow(message);
  });
});

describe('plainText', () => {
  it('takes out colours, links, cursor moves and turned direction', () => {
    expect(
      plainText('\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 a\rb\u0000\u202e\u009b1mc\n\td'),
    ).toBe('red link a\nbc\n\td');
  });
});
