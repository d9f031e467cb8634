/** Cedar's three outcomes of a condition, and OPEN: not yet known, since a field that it reads is open. */
export const FALSE = 0;
export const TRUE = 1;
export const ERROR = 2;
export const OPEN = 3;
export type Truth = typeof FALSE | typeof TRUE | typeof ERROR | typeof OPEN;
