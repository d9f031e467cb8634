import { writeFileSync } from 'node:fs';
import { configJsonSchema, configReference } from './config-schema.ts';
import { fmeaDocument } from './fmea/document.ts';

writeFileSync(new URL('interlock.schema.json', import.meta.url), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
writeFileSync(new URL('config.md', import.meta.url), configReference());
writeFileSync(new URL('fmea.md', import.meta.url), fmeaDocument());
