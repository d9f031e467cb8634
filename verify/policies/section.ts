import { loadPolicies } from '../../embedded/home/load-policies.ts';
import type { Proof, Section } from '../proof.ts';
import { checkLimits } from './check-limits.ts';
import { createProver, type Prover } from './create-prover.ts';
import { requestAt } from './domains-of.ts';
import { expectedIn } from './expected.ts';
import { pointsOf } from './field.ts';
import { findDifference } from './find-difference.ts';
import { judgeMutants } from './judge-mutants.ts';
import { LIMITS } from './limits.ts';
import { mutantsOf } from './mutants.ts';
import { permitEverything } from './permit-everything.ts';
import { brokenLines, policyReport } from './policy-report.ts';
import { policySet } from './policy-set.ts';
import { sample } from './sample.ts';

const SAMPLE_EACH = 1000;
const SEED = 20_261_127;

/** The policies that ship, over every request that can be made of them (docs/verification.md). */
export const policies: Section = {
  name: 'Policies',
  prove: () => {
    const files = loadPolicies();
    const shipped = createProver(files);
    const mutants = mutantsOf(shipped.policies, shipped.schema);
    const prover = createProver(
      files,
      mutants.flatMap(({ policy }) => policy?.json ?? []),
    );
    return Promise.resolve([
      ...policyReport(files).limits.map((limit) => proof(limit.limit, limit.points, 'requests', brokenLines(limit))),
      withEveryPermit(prover),
      asWrittenDown(prover),
      asTheEngineSays(prover),
      mistakesFoundOut(prover, mutants),
    ]);
  },
};

function withEveryPermit({ policies, domains, tables }: Prover): Proof {
  const results = checkLimits(LIMITS, [...policies, ...permitEverything(domains)], domains, tables);
  const broken = results.filter(({ widening }) => widening !== null);
  return proof(
    'no permit that anyone adds goes past any of these limits',
    results.reduce((n, { points }) => n + points, 0),
    'requests',
    broken.map(({ limit }) => `carried by no forbid: ${limit.words}`),
  );
}

function asWrittenDown({ policies, domains, tables }: Prover): Proof {
  const different = domains.flatMap((domain) => {
    const point = findDifference(domain, policySet(domain, policies, tables), expectedIn(domain));
    return point === null ? [] : [`${domain.action} ${JSON.stringify(requestAt(domain, point).context)}`];
  });
  const points = domains.reduce((n, domain) => n + pointsOf(domain), 0);
  return proof('allowed is exactly what openings.ts and limits.ts say', points, 'requests', different);
}

function asTheEngineSays(prover: Prover): Proof {
  const { asked, allowed, disagreements } = sample(prover, SAMPLE_EACH, SEED);
  const oneSided =
    allowed === 0 || allowed === asked ? [`${allowed} of ${asked} were allowed: that shows nothing`] : [];
  return proof(`the engine says the same of a sample, ${allowed} of it allowed`, asked, 'requests', [
    ...disagreements.slice(0, 5),
    ...oneSided,
  ]);
}

function mistakesFoundOut(prover: Prover, mutants: ReturnType<typeof mutantsOf>): Proof {
  const judged = judgeMutants(prover, mutants);
  const count = (fate: string) => judged.filter((one) => one.fate === fate).length;
  const generated = judged.length - count('EQUIVALENT');
  return {
    subject: `mistakes: ${count('LIMIT')} break a limit, ${count('TABLE')} the table, ${count('EQUIVALENT')} change nothing`,
    explored: judged.length,
    unit: 'mutants',
    mutants: { generated, killed: generated - count('SURVIVED') },
    violation: null,
  };
}

const proof = (subject: string, explored: number, unit: string, broken: readonly string[]): Proof => ({
  subject,
  explored,
  unit,
  mutants: null,
  violation: broken.length === 0 ? null : broken,
});
