import type { ServiceName } from '../../core/contracts/ids.ts';
import type { Version } from '../../core/contracts/shift.ts';
import type { PlanStep } from '../../core/contracts/verdict.ts';

/** What a target serves: `version`, but for the share that it gives others, in percent. */
export type Serving = {
  /** Empty when nobody knows which version it is: then it is neither the old one nor the new one. */
  readonly version: string;
  readonly others: Readonly<Record<string, number>>;
  /** The target group of `version`, where versions are measured by target groups. */
  readonly group: string | null;
};

export type Published =
  { readonly kind: 'PUBLISHED'; readonly version: string } | { readonly kind: 'REFUSED'; readonly why: string };

/** What the deployer has to know of one target: the rest it does by CodeDeploy in the same way for every kind. */
export interface Platform {
  /** By this its published versions are remembered. */
  readonly name: string;
  /**
   * True when a deployment stays under way after the new version got all traffic, keeping the old one ready for a stop
   * until its wait is over.
   */
  readonly keepsOld: boolean;
  serving(): Promise<Serving>;
  /** What a published version says of itself; undefined when it says nothing. */
  description(version: string): Promise<string | undefined>;
  /** The version that holds a commit's artifact; published once, then remembered. `serving` is what serves now. */
  publish(service: ServiceName, of: Version, serving: string): Promise<Published>;
  /** What CodeDeploy is told to do. */
  appSpec(fromVersion: string, toVersion: string): string;
  /** Name of the deployment config for the steps of a plan. */
  config(prefix: string, steps: readonly PlanStep[]): string;
}
