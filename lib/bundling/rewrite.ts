import type { Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';

export type Rewriting = (text: string) => string;

/** A plugin of the bundler that rewrites files whose path fits, before they are parsed. */
export const rewrite = (name: string, filter: RegExp, rewriting: Rewriting): Plugin => ({
  name,
  setup({ onLoad }) {
    onLoad({ filter }, ({ path }) => ({
      contents: rewriting(readFileSync(path, 'utf8')),
      loader: path.endsWith('.ts') ? 'ts' : path.endsWith('.json') ? 'json' : 'js',
    }));
  },
});
