import base from './jest.config.mjs';

// Run by test/e2e-aws/run.ts, which starts the emulator and sets AWS_ENDPOINT_URL.
export default {
  ...base,
  roots: ['<rootDir>/test/e2e-aws'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
