import type { Json } from '../contracts/audit-record.ts';

/** A field of a payload whose shape is not vouched for; undefined when it is not there. */
export function payloadField(payload: Json | undefined, name: string): Json | undefined {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  return Object.hasOwn(payload, name) ? (payload as { readonly [key: string]: Json })[name] : undefined;
}

export function textField(payload: Json | undefined, name: string): string | null {
  const value = payloadField(payload, name);
  return typeof value === 'string' ? value : null;
}

export function listField(payload: Json | undefined, name: string): readonly Json[] | null {
  const value = payloadField(payload, name);
  return Array.isArray(value) ? value : null;
}
