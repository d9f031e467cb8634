import { faultError, type CallFault } from '../sdk-error.ts';

type Client = {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<unknown>) => (args: never) => Promise<unknown>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
};

/** Counts the calls of several clients together and spoils the one that `at` names, counted from 1. */
export function spoilCall(clients: readonly unknown[]) {
  const state = { calls: 0, at: 0, fault: null as CallFault | null };
  for (const client of clients as readonly Client[])
    client.middlewareStack.add(
      (next) => async (args) => {
        state.calls += 1;
        const fault = state.calls === state.at ? state.fault : null;
        if (fault === 'THROTTLED' || fault === 'DENIED') throw faultError(fault);
        const answer = await next(args);
        if (fault === 'LOST') throw faultError(fault);
        return answer;
      },
      { step: 'initialize', name: 'spoilCall' },
    );
  return {
    calls: () => state.calls,
    spoil: (n: number, fault: CallFault) => Object.assign(state, { at: state.calls + n, fault }),
  };
}
