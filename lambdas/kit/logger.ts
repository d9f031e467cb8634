/** Structured log, one JSON object a line; JSON escapes control characters, so untrusted text cannot forge a line. */
export type Logger = {
  info(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
};
type Fields = Readonly<Record<string, string | number | boolean | null>>;

export function jsonLogger(write: (line: string) => void, now: () => number): Logger {
  const log =
    (level: string) =>
    (message: string, fields: Fields = {}) =>
      write(JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...fields }) + '\n');
  return { info: log('info'), error: log('error') };
}
