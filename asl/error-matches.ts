const TIMEOUTS = ['States.Timeout', 'States.HeartbeatTimeout'];
/** No wildcard matches these: they end the execution (Step Functions, "Handling errors in workflows"). */
const TERMINAL = ['States.Runtime', 'States.DataLimitExceeded'];

/**
 * Whether an ErrorEquals names this error. `States.ALL` stands for all but the terminal ones, `States.TaskFailed` for all
 * but those and timeouts; a missed heartbeat is a timeout too.
 */
export function errorMatches(names: readonly string[], error: string): boolean {
  return names.some((name) => {
    if (name === error) return error !== 'States.Runtime';
    if (name === 'States.ALL') return !TERMINAL.includes(error);
    if (name === 'States.TaskFailed') return !TERMINAL.includes(error) && !TIMEOUTS.includes(error);
    return name === 'States.Timeout' && error === 'States.HeartbeatTimeout';
  });
}
