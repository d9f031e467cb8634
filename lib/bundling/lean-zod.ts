import type { Plugin } from 'esbuild';
import { rewrite } from './rewrite.ts';

/**
 * `import { z }` binds an object of everything, of which esbuild drops nothing; `import * as z` is the same object, of
 * which it keeps what is used. 105 KB less, and half of the time that zod takes to load.
 */
const importOnlyWhatIsUsed = rewrite('zod-namespace', /\.ts$/, (text) =>
  text.replace(/^import \{ z \} from 'zod';$/m, "import * as z from 'zod';"),
);

/** Messages in forty languages, 264 KB; ours are in the one that zod sets by itself. */
const withoutLocales = rewrite('zod-locales', /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/, () => 'export {}');

/** How every kind of schema is written as a JSON Schema, 17 KB. Asked for it, such a schema throws. */
const withoutJsonSchema = rewrite('zod-json-schema', /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/, (text) =>
  text
    .replace(/^ *inst\._zod\.processJSONSchema = .*;\n/gm, '')
    .replaceAll(/\bcreate(Standard|To)JSONSchemaMethod\(/g, 'leftOut(')
    .concat('\nfunction leftOut() { return () => { throw new Error("JSON Schema is left out of this bundle"); }; }\n'),
);

/** What of zod a bundle holds. Only whoever writes schemas for others needs JSON Schema. */
export const leanZod = ({ jsonSchema }: { readonly jsonSchema: boolean }): Plugin[] => [
  importOnlyWhatIsUsed,
  withoutLocales,
  ...(jsonSchema ? [] : [withoutJsonSchema]),
];
