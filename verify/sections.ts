import { dominanceSection } from './dominance/section.ts';
import { explorationSection } from './exploration/section.ts';
import { lockSection } from './lock/section.ts';
import { policies } from './policies/section.ts';
import type { Section } from './proof.ts';

/** In the order in which the table shows them. */
export const SECTIONS: readonly Section[] = [dominanceSection, explorationSection, policies, lockSection];
