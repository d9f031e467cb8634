import type { DataPlaneReport } from '../dataplane/report.ts';
import { connect, Unreachable } from './remote.ts';

/** What the data plane of a home does now; null when none runs. Starts nothing. */
export async function dataPlaneStatus(home: string): Promise<DataPlaneReport | null> {
  try {
    return await connect(home).call('report', {}, 5_000);
  } catch (error) {
    if (error instanceof Unreachable) return null;
    throw error;
  }
}
