/** One thing that `doctor` looked at. */
export type Finding = { readonly check: string; readonly ok: boolean; readonly detail: string };
