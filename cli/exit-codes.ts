/**
 * Exit codes of every command.
 * OK: done, or the answer is yes. NO: the command worked and the answer is no (a release that was not deployed, a log
 * that does not verify, a doctor that found something). BAD_INPUT: wrong arguments, config, id or repository. FAILED:
 * Interlock itself could not do it.
 */
export const EXIT = { OK: 0, NO: 1, BAD_INPUT: 2, FAILED: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
