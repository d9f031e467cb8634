import type { Plugin } from 'esbuild';
import { rewrite, type Rewriting } from './rewrite.ts';

/**
 * Errors that keep their own class: the adapters read more of them than the name (why a transaction was cancelled, the
 * item that was there), or the SDK itself marks them as worth another try.
 */
const TYPED_ERRORS = [
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'ReplicatedWriteConflictException',
  'ModelNotReadyException',
];

/**
 * Every client registers all errors of its service when it is loaded, 115 classes for SSM, so that none of them, nor
 * anything that they name, can be dropped. An error that is not registered is made by the SDK of its service's base
 * class, with the name, the message, the status and the request id that came over the wire: what the adapters read.
 */
const withoutErrorClasses: Rewriting = (text) =>
  text.replace(/^\w+\.registerError\((\w+)\$, \w+\);\n/gm, (line, name: string) =>
    name.endsWith('ServiceException') || TYPED_ERRORS.includes(name) ? line : '',
  );

/**
 * `{ [_hH]: 1 }` may call code, as far as esbuild knows, so it keeps every shape of the service that has such a key. The
 * keys are constants of the same file: with them written out, shapes that no command names go.
 */
const withPlainKeys: Rewriting = (text) => {
  const constants = new Map(
    [...text.matchAll(/^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return text.replace(/\[(_\w+)\]:/g, (key, name: string) => (constants.has(name) ? `${constants.get(name)}:` : key));
};

const shapes = rewrite('sdk-shapes', /[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/, (text) =>
  withPlainKeys(withoutErrorClasses(text)),
);

/** Each client brings its whole package.json, 2 KB, for the version in the user agent. */
const packageInfo = rewrite('sdk-package-info', /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/, (text) =>
  JSON.stringify({ version: (JSON.parse(text) as { version: string }).version }),
);

/**
 * Parts that Node 24 in Lambda never reaches: hashes in JavaScript where Node has its own, streams of browsers, the
 * region from an instance's metadata, and the retry mode that no client of ours asks for (lambdas/kit/clients.ts). What
 * should be reached after all throws and says its name.
 */
const UNREACHED = [
  'checksum/sha256/Sha256Js',
  'checksum/md5/Md5Js',
  'checksum/crc32/Crc32Js',
  'sha/sha1/Sha1Js',
  'config-resolver/regionConfig/getInstanceMetadataRegion',
  'retry/util-retry/AdaptiveRetryStrategy',
  'serde/util-stream/createBufferedReadable.browser',
  'serde/util-stream/checksum/createChecksumStream.browser',
  'serde/util-stream/sdk-stream-mixin.browser',
];
const unreached = rewrite(
  'sdk-unreached',
  new RegExp(
    `[\\\\/](${UNREACHED.map((part) => part.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')).join('|')})\\.js$`,
  ),
  (text) =>
    [...text.matchAll(/^export (?:async )?(?:class|function|const|let|var)\*? ?(\w+)/gm)]
      .map(([, name = '']) => leftOut(name))
      .join('\n'),
);

/** Answers that come in pieces: no step asks for one, but the clients of S3, Lambda and Bedrock set them up. */
const eventStreams = rewrite('sdk-event-streams', /[\\/]submodules[\\/]event-streams[\\/]index\.js$/, (text) =>
  [...text.matchAll(/\b(?:\w+ as )?(\w+)(?=,? *[},]| *,)/g)]
    .map(([, name = '']) =>
      name === 'resolveEventStreamSerdeConfig' ? `export const ${name} = (input) => input;` : leftOut(name),
    )
    .join('\n'),
);

/** The one dynamic import, for which esbuild would keep every file that it reaches as a module of its own, unshaken. */
const protocol = rewrite('sdk-protocol', /[\\/]submodules[\\/]protocols[\\/]HttpProtocol\.js$/, (text) =>
  text.replace('await import("@smithy/core/event-streams")', '{}'),
);

/** DynamoDB's client makes a cache for addresses that it would have to ask for; no command of ours asks. */
const endpointCache = rewrite(
  'sdk-endpoint-cache',
  /[\\/]endpoint-cache[\\/]dist-es[\\/]index\.js$/,
  () => 'export class EndpointCache {}',
);

const leftOut = (name: string) =>
  `export function ${name}() { throw new Error("${name} is left out of this bundle"); }`;

/** What of the AWS SDK a bundle holds. */
export const leanSdk: Plugin[] = [shapes, packageInfo, unreached, eventStreams, protocol, endpointCache];
