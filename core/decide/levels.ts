import type { AutonomyLevel, RiskClass, TrustLevel } from '../contracts/facts.ts';

/** L0 to L3 as 0 to 3. */
export const trustNumber = (level: TrustLevel): number => Number(level.slice(1));

/** A0 to A5 as 0 to 5. */
export const autonomyNumber = (level: AutonomyLevel): number => Number(level.slice(1));

/** Trust from which a class may go without a person, where the profile lets it (K1). HIGH may not at any level. */
export const TRUST_FOR = { LOW: 'L2', MEDIUM: 'L3', HIGH: 'L3' } as const satisfies Record<RiskClass, TrustLevel>;
