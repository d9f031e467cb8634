import { main } from '../cli/main.ts';

// Started by interlock.js on an older Node: end with it. The channel alone must not keep this process alive.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
process.exitCode = await main(process.argv.slice(2));
