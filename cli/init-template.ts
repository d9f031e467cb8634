import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Project } from './guess-project.ts';

type Start = {
  readonly file: string;
  readonly repository: string;
  readonly branch: string;
  readonly port: number;
  readonly approver: { readonly id: string; readonly email: string };
  readonly project: Project;
};

const docs = (name: string) => fileURLToPath(new URL(`../docs/${name}`, import.meta.url));

/** The text of a first interlock.yaml. Whatever comes from outside is quoted as JSON, which YAML reads. */
export function initTemplate({ file, repository, branch, port, approver, project }: Start): string {
  return `# yaml-language-server: $schema=${docs('interlock.schema.json')}
# Interlock's config. Everything that is left out has a default; unknown keys are errors.
# All keys: ${docs('config.md')}
version: 1

# Who may deploy without a person: conservative (nobody), guarded or autonomous (low risk, earned trust).
profile: conservative

services:
  ${serviceName(repository)}:
    repository: ${JSON.stringify(path.relative(path.dirname(file), repository) || '.')}
    # What serves before the first release; changes are compared with it unless "submit --base" says otherwise.
    initialRef: ${JSON.stringify(branch)}
    # Sets the ceilings: critical (0.5 % errors), standard (1 %) or internal (2 %).
    tier: standard
    # Serves HTTP on the port in $PORT. Run in a clean checkout of each version, after build if there is one.
    start: ${JSON.stringify(project.start)}
    ${project.needsBuild ? '' : '# '}build: ${JSON.stringify(project.build)}
    # Must answer 200 when the service is ready.
    health: /health
    # Users reach the service here, on 127.0.0.1; Interlock shares the traffic out among versions behind it.
    port: ${port}
    # What must work in staging and after a rollback.
    checks:
      - name: home
        path: /health

# Who may approve. Authors of a change never may, whatever stands here: it takes two.
approvers:
  - id: ${JSON.stringify(approver.id)}
    email: ${JSON.stringify(approver.email)}
  # - id: colleague
  #   email: colleague@example.com

gates:
  stages:
    - name: fast
      gates:
        # Looks for credentials in the lines a change adds.
        - name: secrets
          builtin: secrets
    # - name: tests
    #   gates:
    #     - name: unit
    #       category: test
    #       command: ${JSON.stringify(project.test)}
    #       timeoutSeconds: 300
    #       report: { kind: junit, path: report.xml }
`;
}

/** The folder's name as a service may be called. */
function serviceName(repository: string): string {
  const name = path
    .basename(repository)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40);
  return name || 'service';
}
