/** UNKNOWN: it does not exist, or nobody could say. */
export type AlarmState = {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'UNKNOWN';
};

const words: Readonly<Record<Exclude<AlarmState['state'], 'OK'>, string>> = {
  ALARM: 'is on',
  INSUFFICIENT_DATA: 'has no data',
  UNKNOWN: 'does not exist or could not be read',
};

/**
 * Which alarms of a service keep a shift from starting, in words; null when none does. Only an alarm that is off lets it
 * start: one without data watches nothing. `mayLackData` names those that have data only now and then, such as a count
 * of errors that is sent when there are some. `alarms` null: they could not be asked.
 */
export function alarmRefusal(alarms: readonly AlarmState[] | null, mayLackData: readonly string[]): string | null {
  if (alarms === null) return 'the alarms of the service could not be asked';
  const blocking = alarms.flatMap(({ name, state }) =>
    state === 'OK' || (state === 'INSUFFICIENT_DATA' && mayLackData.includes(name)) ? [] : [`${name} ${words[state]}`],
  );
  return blocking.length === 0 ? null : blocking.join(', ');
}
