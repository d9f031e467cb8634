import type { Controls } from '../../../lambdas/ports.ts';

/** Reasons, of the switches by scope and of the quarantine by service and digest. */
export type ControlStore = { readonly switches: Map<string, string>; readonly quarantine: Map<string, string> };
export const emptyControls = (): ControlStore => ({ switches: new Map(), quarantine: new Map() });

export function createControls({ switches, quarantine }: ControlStore): Controls {
  const named = (reason: string | undefined) => (reason === undefined ? null : reason || 'no reason was given');
  return {
    killSwitch: async (service) => named(switches.get(service) ?? switches.get('*')),
    setKillSwitch: async (scope, on, _by, reason) => void (on ? switches.set(scope, reason) : switches.delete(scope)),
    quarantine: async (service, digest) => named(quarantine.get(`${service} ${digest}`)),
    addQuarantine: async (service, digest, reason) => {
      const key = `${service} ${digest}`;
      if (!quarantine.has(key)) quarantine.set(key, reason);
    },
  };
}
