/** The pinned Node that the runner needs; the build image's own is older. */
const NODE = '24.21.0';

/**
 * What a build does. Everything in it is the project's; only the commit comes from outside. The runner and the config
 * come from Interlock's own asset and parameter, so that a change cannot alter the gates that judge it. Nothing of the
 * checkout is run before the runner runs it.
 */
export const gatesBuildspec = {
  version: '0.2',
  phases: {
    install: {
      commands: [
        'mkdir -p /tmp/runner && aws s3 cp "$RUNNER" /tmp/runner.zip && unzip -q /tmp/runner.zip -d /tmp/runner',
        `cd /tmp/runner && npm ci --omit=dev --ignore-scripts && npm install --no-save node@${NODE}`,
      ],
    },
    build: {
      'on-failure': 'ABORT',
      commands: [
        'export HERE="s3://$EVIDENCE_BUCKET/builds/${CODEBUILD_BUILD_ID##*:}"',
        // The request is written when the id of the build is known: at most seconds after its start.
        'for i in $(seq 30); do aws s3 cp "$HERE/request.json" /tmp/request.json && break; sleep 2; done',
        'aws ssm get-parameter --name "$SETTINGS_PARAMETER" --query Parameter.Value --output text > /tmp/config.json',
        '/tmp/runner/node_modules/.bin/node /tmp/runner/embedded/gates/build-main.ts /tmp/request.json /tmp/config.json "$CODEBUILD_SRC_DIR" /tmp/out',
        'if [ -f /tmp/out/artifact.zip ]; then aws s3 cp /tmp/out/artifact.zip "s3://$EVIDENCE_BUCKET/$(cat /tmp/out/artifact-key)"; fi',
        // Before the report: an image that is not where it belongs must not be reported as built.
        'if [ -d /tmp/out/image ]; then /tmp/runner/node_modules/.bin/node /tmp/runner/embedded/gates/push-main.ts /tmp/request.json /tmp/out; fi',
        'aws s3 cp /tmp/out/gates.json "$HERE/gates.json"',
      ],
    },
  },
} as const;
