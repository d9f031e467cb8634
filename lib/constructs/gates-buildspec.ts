/** The pinned Node that the runner needs; the build image's own is older. */
const NODE = '24.21.0';

/** The account that Amazon's build images have for this; elsewhere a number that belongs to nobody and to no other build. */
const idOf = (flag: 'u' | 'g') => `$(id -${flag} codebuild-user 2>/dev/null || echo $((61184 + $$ % 4096)))`;

/**
 * What a build does. Everything in it is the project's; only the commit comes from outside. The runner and the config
 * come from Interlock's own asset and parameter, so that a change cannot alter the gates that judge it. Nothing of the
 * checkout is run before the runner runs it, and the runner runs it as a user who can write nothing that counts: what is
 * read and uploaded lies in a folder that only root can enter.
 */
export const gatesBuildspec = {
  version: '0.2',
  phases: {
    install: {
      commands: [
        // Only root may give commands to another user; without it there would be no wall between the two.
        'test "$(id -u)" = 0',
        'umask 022 && export WORK="$(mktemp -d)" && chmod 711 "$WORK" && mkdir "$WORK/runner" && mkdir -m 700 "$WORK/own"',
        `export GATES_AS="${idOf('u')}:${idOf('g')}"`,
        // CodeBuild keeps the variables of the build there (output/tmp/env.sh), among them the secret address of its
        // credentials. The languages of the build image are in root's home and have to be reached.
        'if [ -d /codebuild ]; then chmod 700 /codebuild && chmod 711 /root; fi',
        'aws s3 cp "$RUNNER" "$WORK/own/runner.zip" && unzip -q "$WORK/own/runner.zip" -d "$WORK/runner"',
        `cd "$WORK/runner" && npm ci --omit=dev --ignore-scripts && npm install --no-save node@${NODE}`,
        'chmod -R go-w "$WORK/runner"',
      ],
    },
    build: {
      'on-failure': 'ABORT',
      commands: [
        'export HERE="s3://$EVIDENCE_BUCKET/builds/${CODEBUILD_BUILD_ID%%:*}/${CODEBUILD_BUILD_ID##*:}"',
        // The request is written when the id of the build is known: at most seconds after its start.
        'for i in $(seq 30); do aws s3 cp "$HERE/request.json" "$WORK/own/request.json" && break; sleep 2; done',
        'aws ssm get-parameter --name "$SETTINGS_PARAMETER" --query Parameter.Value --output text > "$WORK/own/config.json"',
        '"$WORK/runner/node_modules/.bin/node" "$WORK/runner/embedded/gates/build-main.ts" "$WORK/own/request.json" "$WORK/own/config.json" "$CODEBUILD_SRC_DIR" "$WORK/own/out" "$GATES_AS"',
        'if [ -f "$WORK/own/out/artifact.zip" ]; then aws s3 cp "$WORK/own/out/artifact.zip" "$HERE/artifact.zip"; fi',
        // Before the report: an image that is not where it belongs must not be reported as built.
        'if [ -d "$WORK/own/out/image" ]; then "$WORK/runner/node_modules/.bin/node" "$WORK/runner/embedded/gates/push-main.ts" "$WORK/own/request.json" "$WORK/own/out"; fi',
        'aws s3 cp "$WORK/own/out/gates.json" "$HERE/gates.json"',
      ],
    },
  },
} as const;
