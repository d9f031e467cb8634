/** What a state failed with: `$states.errorOutput` in a Catch. */
export type FaultValue = { readonly error: string; readonly cause: string };

/** Thrown inside the stepper only; Retry and Catch of the state decide what becomes of it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly value: FaultValue;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.value = faultValue(error, cause);
  }
}

/** Step Functions bounds an error's name to 256 and its cause to 32,768 characters (API reference, SendTaskFailure). */
export function faultValue(error: string, cause: string): FaultValue {
  return { error: error.slice(0, 256), cause: cause.slice(0, 32_768) };
}
