import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';

/** Tests run on what the program runs on: Node's own type stripping. Positions stay, so no source map is needed. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source) => createHash('sha256').update(process.version).update(source).digest('hex'),
};
