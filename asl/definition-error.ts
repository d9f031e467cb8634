/** A state machine file says something that it may not; the message names the state and the field. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}

export function refuse(where: string, why: string): never {
  throw new DefinitionError(`${where}: ${why}`);
}
