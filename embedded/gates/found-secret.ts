export type FoundSecret = {
  readonly rule: string;
  /** Offsets in the text; they cover the whole secret. */
  readonly start: number;
  readonly end: number;
};
