import { startBedrock, type ConverseAnswer, type ConverseRequest } from './bedrock.ts';
import { startCloudWatch, type CloudWatchOptions } from './cloudwatch.ts';
import { startCodeBuild, type CodeBuildOptions } from './codebuild.ts';
import { startCodeDeploy, type CodeDeployOptions } from './codedeploy.ts';

export type AwsDoubleOptions = {
  readonly codeDeploy: CodeDeployOptions;
  readonly codeBuild: CodeBuildOptions;
  readonly cloudWatch: CloudWatchOptions;
  readonly converse: (request: ConverseRequest) => ConverseAnswer;
};

/** The services that an emulator of AWS lacks, each on 127.0.0.1. `environment` makes the SDK's clients find them. */
export async function startAwsDouble(options: AwsDoubleOptions) {
  const codeDeploy = await startCodeDeploy(options.codeDeploy);
  const codeBuild = await startCodeBuild(options.codeBuild);
  const cloudWatch = await startCloudWatch(options.cloudWatch);
  const bedrock = await startBedrock(options.converse);
  return {
    codeDeploy,
    codeBuild,
    cloudWatch,
    bedrock,
    environment: {
      AWS_ENDPOINT_URL_CODEDEPLOY: codeDeploy.url,
      AWS_ENDPOINT_URL_CODEBUILD: codeBuild.url,
      AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.url,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
    },
    close: async () => {
      await Promise.all([codeDeploy.close(), codeBuild.close(), cloudWatch.close(), bedrock.close()]);
    },
  };
}
