import { main } from '../cli/main.ts';

process.on('disconnect', () => process.exit(1)); // started by interlock.js on an older Node, which has gone
process.exitCode = await main(process.argv.slice(2));
