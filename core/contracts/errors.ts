/**
 * The three error names that reach a state machine. Only `Transient` is retried; the other two are caught and end in
 * close-release. Their messages are written for people and never carry secrets, tokens or raw untrusted text.
 */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

export class Transient extends Error {
  override readonly name = 'Transient';
}

export class Terminal extends Error {
  override readonly name = 'Terminal';
}

/** Makes the compiler refuse a forgotten case; at run time an unknown word stops the step. */
export function assertNever(value: never): never {
  throw new Terminal(`unexpected value ${JSON.stringify(value)}`);
}
