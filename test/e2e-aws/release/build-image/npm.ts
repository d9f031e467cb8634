/** What a gate build installs, without a registry: the packages that this project has are put in their place. */
import { existsSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
if (!existsSync('package-lock.json')) throw new Error('npm: there is no package-lock.json');
if (!existsSync('node_modules')) symlinkSync(packages, 'node_modules');
