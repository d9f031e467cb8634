import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { singleFileZip } from './single-file-zip.ts';

const ROLE = 'arn:aws:iam::000000000000:role/emulator';
const PATIENCE_MS = 30_000;

/** One scripted function per name; returns their ARNs by name. `suffix` keeps those of two test files apart. */
export async function deployFunctions(
  client: LambdaClient,
  names: readonly string[],
  scriptUrl: string,
  suffix: string,
): Promise<Record<string, string>> {
  const code = readFileSync(new URL('scripted-lambda.mjs', import.meta.url));
  const ZipFile = singleFileZip('bootstrap', code);
  const arns = names.map(async (name) => {
    const { FunctionArn } = await client.send(
      new CreateFunctionCommand({
        FunctionName: `${name}-${suffix}`,
        Runtime: 'provided.al2023',
        Handler: 'bootstrap',
        Role: ROLE,
        Timeout: 30,
        Environment: { Variables: { SCRIPT_URL: scriptUrl, SCRIPT_NAME: name } },
        Code: { ZipFile },
      }),
    );
    await active(client, `${name}-${suffix}`);
    return [name, FunctionArn!] as const;
  });
  return Object.fromEntries(await Promise.all(arns));
}

async function active(client: LambdaClient, FunctionName: string): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(50)) {
    const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName }));
    if (Configuration?.State === 'Active') return;
  }
  throw new Error(`function ${FunctionName} did not become active`);
}

/** Also ends the processes that served them. */
export async function deleteFunctions(client: LambdaClient, arns: readonly string[]): Promise<void> {
  await Promise.all(arns.map((FunctionName) => client.send(new DeleteFunctionCommand({ FunctionName }))));
}
