import * as z from 'zod';

/** Where a service's image belongs, as the build machine was told (lib/constructs/gates.ts); null for a function. */
export function imageRepository(service: string): string | null {
  const repositories = z.record(z.string(), z.string()).parse(JSON.parse(process.env['IMAGE_REPOSITORIES'] ?? '{}'));
  return Object.hasOwn(repositories, service) ? (repositories[service] ?? null) : null;
}
