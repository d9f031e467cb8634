import { createServer } from 'node:net';
import { verifyExport } from '../../core/audit/verify-export.ts';
import { dataPlaneStatus } from '../../embedded/deployer/data-plane-status.ts';
import type { Home } from '../../embedded/home/open-home.ts';
import { resolveRef } from '../../embedded/vcs/resolve-ref.ts';
import { budgetFinding } from '../budget-finding.ts';
import { recordFinding } from '../record-finding.ts';
import type { Finding } from '../finding.ts';

/** The config's file, the engine, each service with its repository and what serves on its port, and the record. */
export async function embeddedFindings(home: Home): Promise<Finding[]> {
  const { config } = await home.ports.settings.current();
  const report = await dataPlaneStatus(home.paths.folder);
  const running = home.engineIsRunning();
  const findings: Finding[] = [
    { check: 'config', ok: true, detail: `${home.paths.config}, profile ${config.profile}` },
    { check: 'engine', ok: running, detail: running ? 'runs' : 'does not run: releases wait until "interlock up"' },
  ];
  for (const [name, service] of Object.entries(config.services)) {
    const commit = await resolveRef(service.repository, service.initialRef).then(
      (sha) => ({ ok: true, detail: `${service.repository} at ${sha.slice(0, 12)}` }),
      (error: Error) => ({ ok: false, detail: error.message }),
    );
    findings.push({ check: `${name} repository`, ...commit });
    const target = report?.targets.find((t) => t.service === name && t.environment === 'production');
    if (target !== undefined) {
      const versions = target.versions.map((v) => `${v.commit.slice(0, 12)} at ${v.weight} %`).join(', ');
      findings.push({
        check: `${name} serving`,
        ok: target.versions.length > 0,
        detail: `${versions || 'nothing'} on port ${service.port}`,
      });
    } else {
      const free = await isFree(service.port);
      findings.push({
        check: `${name} port`,
        ok: free,
        detail: free
          ? `${service.port} is free`
          : `${service.port} is used by something else: change services.${name}.port`,
      });
    }
  }
  return [
    ...findings,
    await budgetFinding(home.ports, home.clock.now()),
    recordFinding(verifyExport([...home.auditLines()].join(''))),
  ];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
