/**
 * What is assumed and not measured: milliseconds of waiting for one answer over a warm connection within a region. Round
 * figures on the careful side; the bench prints them, and what they come to.
 */
export const CALL_MS: Readonly<Record<string, number>> = {
  DynamoDB: 8,
  S3: 25,
  SSM: 10,
  SFN: 20,
  EventBridge: 20,
  Scheduler: 25,
  SecretsManager: 15,
  SESv2: 80,
  CodeDeploy: 80,
  CodeBuild: 150,
  CloudWatch: 60,
  Lambda: 40,
  /** Of GitHub's API. */
  Vcs: 250,
  /** The reviewing model's answer. */
  Model: 15_000,
};

/** A function has one whole processor at this many MB and a share of it below. */
export const MB_OF_ONE_PROCESSOR = 1769;
/** Processor time of a cold start: bare Node and a bundle up to its first call, from bench/cold-start's bound. */
export const COLD_START_CPU_MS = 130;
