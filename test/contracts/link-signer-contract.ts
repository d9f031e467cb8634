import { describe, expect, it } from '@jest/globals';
import type { LinkSigner } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';

/** Every adapter of LinkSigner passes this. `stranger` signs with another home's key. */
export function linkSignerContract(
  name: string,
  make: MakeAdapter<AdapterUnderTest<LinkSigner> & { readonly stranger: LinkSigner }>,
): void {
  const on = withAdapter(make);
  describe(`LinkSigner contract: ${name}`, () => {
    it(
      'signs alike everywhere in one home, in characters that need no escaping',
      on(async ({ port, other }) => {
        expect(port.sign('text')).toBe(other.sign('text'));
        expect(port.sign('text')).toMatch(/^[A-Za-z0-9_-]{16,200}$/);
      }),
    );

    it(
      'signs each text, and each home, differently',
      on(async ({ port, stranger }) => {
        const signatures = [port.sign('text'), port.sign('text '), port.sign(''), stranger.sign('text')];
        expect(new Set(signatures).size).toBe(4);
      }),
    );
  });
}
