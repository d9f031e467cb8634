/** Where the emulator listens. Throws outside `npm run e2e:aws`, so that nothing here can reach an account by mistake. */
export function emulatorUrl(): string {
  const url = process.env['AWS_ENDPOINT_URL'] ?? '';
  if (/^http:\/\/127\.0\.0\.1:\d+$/.test(url)) return url;
  throw new Error('these tests need the emulator on 127.0.0.1: run them by `npm run e2e:aws`');
}
