// The arrows of the house (docs/architecture.md). Every folder names what it may import; all else is an error.
const may = (from, ...targets) => ({
  name: `arrows-of-${from}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(bin|cli|core|asl|lambdas|embedded|examples|statemachines|policies|lib|verify|bench)/',
    pathNot: [from, ...targets].map((t) => `^${t}/`),
  },
});
const only = (name, from, packages) => ({
  name,
  severity: 'error',
  from,
  to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'], pathNot: packages },
});

export default {
  forbidden: [
    may('bin', 'cli', 'lib'),
    may('cli', 'core', 'embedded', 'lambdas', 'verify'),
    may('core'),
    may('asl'),
    may('lambdas', 'core'),
    may('embedded', 'asl', 'lambdas', 'core', 'statemachines', 'policies'),
    may('lib', 'core', 'asl', 'statemachines', 'policies', 'verify'),
    may('verify', 'asl', 'core', 'lambdas', 'embedded', 'statemachines', 'policies'),
    may('examples', 'core', 'embedded', 'lambdas', 'cli'),
    may('bench', 'asl', 'core', 'embedded', 'lambdas', 'lib'),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-imports-bin', severity: 'error', from: { pathNot: '^bin/' }, to: { path: '^bin/' } },
    {
      name: 'steps-never-import-adapters',
      severity: 'error',
      from: { path: '^lambdas/[^/]+/(handler|env|index)\\.ts$', pathNot: '^lambdas/(kit|adapters)/' },
      to: { path: '^lambdas/adapters/' },
    },
    {
      name: 'aws-sdk-only-in-adapters',
      severity: 'error',
      // Benchmarks stand on the doubles of test/support.
      from: { pathNot: '^(lambdas/(adapters/|kit/(ecs-)?clients)|bench/|test/)' },
      to: { path: '@aws-sdk' },
    },
    only('core-is-pure', { path: '^core/', pathNot: '^core/(policy|audit|contracts|change|release)/' }, [
      'node_modules/zod/',
    ]),
    only('core-contracts-uses-zod', { path: '^core/contracts/' }, ['node_modules/zod/']),
    only('core-policy-uses-cedar', { path: '^core/policy/' }, ['node_modules/zod/', 'node_modules/@cedar-policy/']),
    only('core-change-parses-diffs', { path: '^core/change/' }, ['node_modules/diff/']),
    only('core-audit-and-ids-hash', { path: '^core/(audit|release)/' }, ['node_modules/zod/', '^(node:)?crypto$']),
    only('asl-uses-jsonata', { path: '^asl/' }, ['node_modules/jsonata/', '^(node:)?crypto$']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^examples/shop/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'require'],
    },
  },
};
