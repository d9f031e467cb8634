/** `npm run mutate`: do the tests of what decides notice a change of it? `-- --mutate FILE` looks at less. */
export default {
  testRunner: 'jest',
  // The tests are ES modules.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    configFile: 'jest.config.mjs',
    enableFindRelatedTests: true,
    config: {
      // The core's own tests have to notice. Thousands of cases for each mutant take too long, and tables come first.
      roots: ['<rootDir>/test/core'],
      testPathIgnorePatterns: ['/node_modules/', 'monotone-reviewer'],
    },
  },
  mutate: [
    'core/decide/**/*.ts',
    'core/policy/**/*.ts',
    'core/hold/**/*.ts',
    'core/lock/**/*.ts',
    'core/release/permit-check.ts',
  ],
  coverageAnalysis: 'perTest',
  // Static mutants (tables of constants) take every test anew and are few.
  ignoreStatic: false,
  concurrency: 2,
  timeoutMS: 20_000,
  ignorePatterns: ['.interlock', '.demo', 'cdk.out', '.venv', 'coverage', 'reports'],
  reporters: ['clear-text', 'json', 'html'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation.html' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 98, low: 95, break: 95 },
  tempDirName: '.stryker-tmp',
};
