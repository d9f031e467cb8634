import { safe } from './print.ts';

/** Says on standard error that the config is bad and which one counts. */
export const warnOf = (message: string): void =>
  void process.stderr.write(`interlock: warning: ${safe(message)}\nThe last good config is used.\n`);
