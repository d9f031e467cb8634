import type { ControlName } from './controls.ts';

export type Failure = {
  readonly failure: string;
  readonly harm: string;
  readonly controls: readonly ControlName[];
  /** Of 000's own rows: as 000 has it. Of ours: what is left when every control works. */
  readonly residual: 'Very low' | 'Low' | 'Medium';
  readonly left: string;
  /** Requirement, or null for a failure mode that only we have. */
  readonly from: string | null;
};

export const failures: readonly Failure[] = [
  {
    failure: 'Static analysis misses a vulnerability',
    harm: 'it is deployed',
    controls: ['gates', 'secrets', 'signals', 'canary', 'person'],
    residual: 'Medium',
    left: 'Other gates, fuzzing among them, are only as deep as the config names them; a hole that nobody uses yet shows in no measurement.',
    from: '000-39',
  },
  {
    failure: 'The reviewer suggests a malicious pattern',
    harm: 'somebody takes it over',
    controls: ['advice', 'notExecuted', 'delimiters', 'gates', 'person'],
    residual: 'Low',
    left: 'A suggestion becomes code only by a new change, which takes the whole way.',
    from: '000-40',
  },
  {
    failure: 'The canary analysis misjudges health',
    harm: 'a harmful version goes on to production',
    controls: ['canary', 'noData', 'caution', 'person', 'timeLock', 'watch'],
    residual: 'Low',
    left: 'Harm that shows in neither errors, latency nor resources.',
    from: '000-41',
  },
  {
    failure: 'A bug of the orchestrator allows a bad deploy',
    harm: 'a change goes round a check',
    controls: ['pure', 'policy', 'machine', 'permit', 'resume'],
    residual: 'Very low',
    left: 'The same fault in the code, in a policy and in the permit at once.',
    from: '000-42',
  },
  {
    failure: 'A person approves a bad deploy',
    harm: 'it reaches all users',
    controls: ['timeLock', 'cancel', 'watch', 'afterMath', 'quarantine'],
    residual: 'Medium',
    left: 'Users meet it until it is seen; data that it wrote stays written.',
    from: '000-43',
  },
  {
    failure: 'The analyst of a shift is wrong, or talked to',
    harm: 'it calls a harmful version healthy, or a good one not',
    controls: ['caution', 'figuresAlone', 'canary', 'noData'],
    residual: 'Very low',
    left: 'A good version waits for a person.',
    from: null,
  },
  {
    failure: 'A mail scanner or preview opens an approval link',
    harm: 'an approval that nobody gave',
    controls: ['showOnGet', 'boundAnswer'],
    residual: 'Very low',
    left: 'A scanner that fills in and sends forms.',
    from: null,
  },
  {
    failure: 'An approval is stale: head, bytes or rules changed since',
    harm: 'something else is deployed than was approved',
    controls: ['boundAnswer', 'permit'],
    residual: 'Very low',
    left: 'Two artifacts with one digest.',
    from: null,
  },
  {
    failure: 'An author approves their own change',
    harm: 'no second pair of eyes',
    controls: ['author', 'policy'],
    residual: 'Low',
    left: 'One person with two identities that the config does not connect.',
    from: null,
  },
  {
    failure: 'Nobody answers',
    harm: 'a change hangs, or goes on unseen',
    controls: ['silence', 'timeLock'],
    residual: 'Very low',
    left: 'In profiles with a cancel window, a notice that was delivered and not read.',
    from: null,
  },
  {
    failure: 'An event is lost, or comes twice',
    harm: 'a change is not released, or released twice',
    controls: ['once', 'undelivered', 'janitor'],
    residual: 'Low',
    left: 'A lost event is a change that waits until somebody reads the queue.',
    from: null,
  },
  {
    failure: 'The lock is lost, or its holder dies',
    harm: 'two deployments of one service at once',
    controls: ['fence', 'takeOver', 'permit', 'janitor'],
    residual: 'Low',
    left: 'A service that waits until traffic which cannot be given back is looked after by a person.',
    from: null,
  },
  {
    failure: 'The orchestrator dies in the middle of a shift',
    harm: 'users stay on a version that nobody watches',
    controls: ['resume', 'deadMan', 'janitor'],
    residual: 'Low',
    left: 'The minutes until it is noticed.',
    from: null,
  },
  {
    failure: 'A budget is used up, or a model is asked without end',
    harm: 'money, or changes that nobody reviews',
    controls: ['reserve', 'unsettled', 'exhausted'],
    residual: 'Low',
    left: 'Input tokens are an estimate: one call may take more than was set aside, and the next one finds less room.',
    from: null,
  },
  {
    failure: 'A rollback fails',
    harm: 'a version that does harm stays in service',
    controls: ['afterMath', 'quarantine', 'takeOver'],
    residual: 'Medium',
    left: 'A person has to point the traffic back; nothing else is deployed meanwhile.',
    from: null,
  },
  {
    failure: 'A change attacks the gates that judge it',
    harm: 'a false report of passed gates',
    controls: ['ownReport', 'signals', 'person'],
    residual: 'Medium',
    left: 'On one machine gates may run as the same login; see the threat model.',
    from: null,
  },
  {
    failure: 'The record is changed afterwards',
    harm: 'nobody can tell why something was deployed',
    controls: ['insertOnly', 'chain'],
    residual: 'Low',
    left: 'Whoever owns the store can cut its end off: that shows only against a copy kept elsewhere.',
    from: null,
  },
];
