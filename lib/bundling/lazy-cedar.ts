import type { Plugin } from 'esbuild';
import { rewrite } from './rewrite.ts';

const EAGER =
  /^let wasm = new WebAssembly\.Instance\(wasmModule, __wbg_get_imports\(\)\)\.exports;\nwasm\.__wbindgen_start\(\);$/m;
const LAZY = `let started;
function start() {
  const wasmModule = new WebAssembly.Module(require('fs').readFileSync(wasmPath));
  started = new WebAssembly.Instance(wasmModule, __wbg_get_imports()).exports;
  started.__wbindgen_start();
  return started;
}
const wasm = new Proxy({}, { get: (_, name) => (started ?? start())[name] });`;

/**
 * Cedar reads and compiles 4.3 MB of WebAssembly as soon as it is loaded, 50 ms; here when it is first asked. Showing an
 * approval page or ringing for a deadline asks it nothing.
 */
export const lazyCedar: Plugin = rewrite('cedar', /[\\/]cedar-wasm[\\/]nodejs[\\/]cedar_wasm\.js$/, (text) =>
  EAGER.test(text) ? text.replace(/^const wasm(Bytes|Module) = .*;\n/gm, '').replace(EAGER, LAZY) : text,
);
