import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a folder's files tell about how its service is built, started and tested. */
export type Project = {
  readonly start: string;
  /** False when nothing was recognised and `start` is only a place to fill in. */
  readonly found: boolean;
  readonly build: string;
  /** A clean checkout has no dependencies: false when none are named. */
  readonly needsBuild: boolean;
  readonly test: string;
};

export function guessProject(folder: string): Project {
  const first = (...names: string[]) => names.find((name) => existsSync(path.join(folder, name)));
  const py = first('server.py', 'app.py', 'main.py', 'requirements.txt');
  if (py !== undefined && first('package.json') === undefined) {
    const needsBuild = first('requirements.txt') !== undefined;
    const start =
      py === 'requirements.txt' ? './start.sh' : `exec ${needsBuild ? '.venv/bin/python' : 'python3'} ${py}`;
    return {
      ...{ start, found: first(start, py) !== 'requirements.txt', needsBuild },
      build: 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt',
      test: 'python3 -m pytest --junitxml=report.xml',
    };
  }
  const js = first('server.js', 'index.js', 'app.js', 'server.mjs', 'index.mjs', 'app.mjs');
  const start = hasStartScript(folder) ? 'npm start' : js === undefined ? './start.sh' : `exec node ${js}`;
  return {
    ...{ start, found: first(start) !== undefined || start !== './start.sh' },
    build: 'npm ci',
    needsBuild: first('package-lock.json') !== undefined,
    test: 'node --test --test-reporter=junit --test-reporter-destination=report.xml',
  };
}

/** Whatever package.json holds: one that cannot be read tells nothing. */
function hasStartScript(folder: string): boolean {
  try {
    const content = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      scripts?: { start?: unknown };
    } | null;
    return typeof content?.scripts?.start === 'string';
  } catch {
    return false;
  }
}
