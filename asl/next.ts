import type { FaultValue } from './fault.ts';
import type { Json, JsonObject } from './json.ts';

/** What a flow does next after one of its states had its say. */
export type Next =
  | { readonly kind: 'WAIT' }
  | { readonly kind: 'ENTER'; readonly state: string; readonly input: Json; readonly variables: JsonObject }
  | { readonly kind: 'AGAIN' }
  /** The state's own work is over: Assign and Output follow. */
  | { readonly kind: 'DONE'; readonly result?: Json }
  | { readonly kind: 'FAILED'; readonly fault: FaultValue }
  /** The flow itself ends. */
  | { readonly kind: 'END'; readonly output: Json }
  | { readonly kind: 'FAULT'; readonly fault: FaultValue };
