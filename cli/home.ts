import type { AnswerResult } from '../lambdas/answer-hold/answer-as.ts';
import type { Actor } from '../core/contracts/actor.ts';
import type { ServiceConfig } from '../core/contracts/config-service.ts';
import type { TargetName } from '../core/contracts/config.ts';
import type { ReleaseId, ServiceName } from '../core/contracts/ids.ts';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { Release } from '../core/contracts/release.ts';
import type { LocalChange } from '../embedded/vcs/local-change.ts';
import type { Ports } from '../lambdas/ports.ts';
import type { Finding } from './finding.ts';

/** What commands read. Nothing is written through it: that is what operations are for. */
export type ReadPorts = {
  readonly releases: Pick<Ports['releases'], 'get' | 'list'>;
  readonly auditLog: Pick<Ports['auditLog'], 'records'>;
  readonly blobs: Ports['blobs'];
  readonly holds: Pick<Ports['holds'], 'ofRelease'>;
  readonly controls: Pick<Ports['controls'], 'killSwitch'>;
  readonly budgets: Pick<Ports['budgets'], 'month' | 'run'>;
  readonly executions: Pick<Ports['executions'], 'status'>;
  readonly settings: Ports['settings'];
};

export type Before = { readonly at: string; readonly outcome: Outcome | null };
export type Killed = {
  readonly scope: ServiceName | '*';
  readonly state: 'on' | 'off';
  readonly by: string;
  readonly reason: string;
};

/** What commands change. `as` is the option: who somebody claims to be, where a home takes claims. */
export type Operations = {
  whoAmI(as: string | undefined): Promise<Actor>;
  submit(
    change: LocalChange,
    service: ServiceName,
    by: Actor,
  ): Promise<{ readonly releaseId: ReleaseId; readonly before: Before | null }>;
  answer(input: {
    readonly releaseId: ReleaseId;
    readonly answer: 'APPROVE' | 'REJECT';
    readonly reason: string;
    readonly as: string | undefined;
  }): Promise<AnswerResult>;
  /** The release as it is then; null when there is none. */
  cancel(input: {
    readonly releaseId: ReleaseId;
    readonly reason: string;
    readonly as: string | undefined;
  }): Promise<Release | null>;
  kill(input: {
    readonly scope: ServiceName | '*';
    readonly on: boolean;
    readonly reason: string;
    readonly as: string | undefined;
  }): Promise<Killed>;
};

/** A home as the commands see it, on this machine or in AWS. */
export type Home = {
  readonly target: TargetName;
  readonly clock: Ports['clock'];
  readonly ports: ReadPorts;
  readonly operations: Operations;
  /** Stored text of audit records in export order, each ended by a line feed, byte for byte as it lies in the store. */
  auditLines(releaseId?: ReleaseId): AsyncIterable<string>;
  /** Whether what is submitted is carried out now. */
  engineIsRunning(): boolean;
  /** Percent of the traffic that a shift has moved; null where that is not known from here. */
  weightOf(shiftId: string): Promise<number | null>;
  /** Real milliseconds between two looks at a release. */
  readonly lookEveryMs: number;
  /** The folder of the clone whose commits are submitted; InvalidInput when it is not one of the service's. */
  cloneOf(service: ServiceConfig, repo: string | undefined): Promise<string>;
  /** What `doctor` finds out of this kind of home. */
  findings(): Promise<readonly Finding[]>;
  close(): void;
};
